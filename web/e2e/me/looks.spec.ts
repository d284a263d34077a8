import { address, api, assign, company, course, driver, licences, manage, signInToken, take } from '../support/service.ts';
import { isSmall } from '../support/loads.ts';
import { soundEverywhere } from '../support/sound.ts';
import { expect, open, test } from '../support/test.ts';

test.describe.configure({ timeout: 120_000 });

const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();

test('one’s own courses are sound in every width and colour', async ({ page }) => {
	const email = address('a-rather-long-address-of-nobody-yet');
	await open(page, '/me', email);
	await soundEverywhere(page, 'no courses');
	await page.context().clearCookies();
	const firm = await company();
	const mia = await driver(firm, 'Mia Wolfeschlegelsteinhausenbergerdorff Senior of that Company');
	const [long, done] = [await course(), await course(['Grip'])];
	for (const { id } of [long, done]) await licences(firm, id, 1);
	await assign(firm, long.id, [mia.id], { due_on: day(5).slice(0, 10) });
	await assign(firm, done.id, [mia.id]);
	await take(mia.token, long.id, 1);
	await take(mia.token, done.id, 1);
	await api(firm.token, 'POST', `/v1/accounts/${firm.id}/sessions`, {
		title: 'Skid pan with a title that does not want to end at all',
		place: 'Hallenbergerwegbrueckendamm 114b',
		starts_at: day(2),
		ends_at: day(3.1),
		user_ids: [mia.id]
	});
	await open(page, '/me', mia.email);
	await expect(page.getByRole('region', { name: 'Records' })).toBeVisible();
	await soundEverywhere(page, 'courses');
});

test('taking a course is sound in every width and colour', async ({ page }) => {
	const firm = await company();
	const mia = await driver(firm, 'Mia');
	const winter = 'crs_01M6A6FT000000000000000010';
	await licences(firm, winter, 1);
	await assign(firm, winter, [mia.id], { due_on: day(5).slice(0, 10) });
	await take(mia.token, winter, 1);
	await open(page, '/me', mia.email);
	await page.getByRole('link', { name: 'Go on with Winter driving' }).click();
	await expect(page.getByRole('link', { name: /^Take:/ })).toHaveCount(3);
	await soundEverywhere(page, 'a course');
	await page.getByRole('link', { name: 'Take: Braking and distance' }).click();
	await expect(page.getByRole('table')).toBeVisible();
	await soundEverywhere(page, 'reading');
	await page.getByRole('button', { name: 'On to the questions' }).click();
	await page.getByRole('radio', { name: '60 m' }).check();
	await soundEverywhere(page, 'a question');
	await page.getByRole('button', { name: 'Check the answer' }).click();
	await expect(page.getByText('Not quite.')).toBeVisible();
	await soundEverywhere(page, 'an explanation');
});

test('what somebody changes of themselves is sound in every width and colour', async ({ page }) => {
	const firm = await company(50, `The Honourable Company of ${Date.now()} and of Very Long Names in General`);
	const mia = await driver(firm, 'Mia');
	await api(mia.token, 'POST', '/v1/me/invite-url');
	await api(mia.token, 'POST', '/v1/me/report-links', { name: 'For an employer with a rather long name', expires_at: day(30) });
	await open(page, '/me/account', mia.email);
	await expect(page.getByRole('button', { name: 'Forget me' })).toBeVisible();
	await expect(page.getByRole('textbox', { name: 'Your invitation URL' })).toBeVisible();
	await page.getByRole('button', { name: 'Change the address' }).click();
	await soundEverywhere(page, 'you');
	for (const [button, back] of [['Make a report link', 'Cancel'], [/^Leave /, 'Stay'], ['Forget me', 'Stay']] as const) {
		await page.getByRole('button', { name: button }).click();
		await expect(page.getByRole('dialog')).toBeVisible();
		await soundEverywhere(page, `the dialog of ${button}`);
		await page.getByRole('button', { name: back }).click();
	}
});

test('the overview is sound in every width and colour', async ({ page }) => {
	const email = address('manager');
	await open(page, '/me/overview', email);
	await soundEverywhere(page, 'no accounts');
	const firms = [await company(), await company(50, `The Honourable Company of ${Date.now()} and of Very Long Names`)];
	const token = await signInToken(email);
	for (const firm of firms) await manage(firm, email, { kind: 'company' }, token);
	await api(token, 'PUT', `/v1/me/contexts/${firms[0]?.id}/labels`, { labels: ['North', 'A label that is rather long for a label'] });
	await page.reload();
	await expect(page.getByRole('heading', { level: 2 })).toHaveCount(2);
	await page.getByRole('button', { name: /^Labels of The Honourable/ }).click();
	await soundEverywhere(page, 'overview');
});

test('one’s own pages are small', async ({ browser }) => {
	const firm = await company();
	const winter = 'crs_01M6A6FT000000000000000010';
	const mia = await driver(firm, 'Mia');
	await licences(firm, winter, 1);
	await assign(firm, winter, [mia.id]);
	const { items } = await api(mia.token, 'GET', '/v1/me/enrolments');
	await isSmall(browser, `/me/courses/${items[0].id}`, mia.email, ['/v1/me', '/v1/me/enrolments']);
	const you = ['/v1/me', '/v1/me/invite-url', '/v1/me/mails', '/v1/me/report-links', '/v1/me/sign-ins'];
	await isSmall(browser, '/me/account', firm.holder, you);
	await isSmall(browser, '/me/overview', firm.holder, ['/v1/me', '/v1/me/reports/overview']);
	await isSmall(browser, '/me', firm.holder, ['/v1/me', '/v1/me/enrolments', '/v1/me/records', '/v1/me/routes', '/v1/me/sessions']);
});
