import { address, api, assign, company, course, driver, licences, manage, signInToken, take } from '../support/service.ts';
import { soundEverywhere } from '../support/sound.ts';
import { expect, open, test } from '../support/test.ts';

test.describe.configure({ timeout: 120_000 });

const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();

test('taking a course is sound in every width and colour', async ({ page }) => {
	const firm = await company();
	const mia = await driver(firm, 'Mia');
	const winter = 'crs_01M6A6FT000000000000000010';
	await licences(firm, winter, 1);
	await assign(firm, winter, [mia.id], { due_on: day(5).slice(0, 10) });
	await take(mia.token, winter, 1);
	await open(page, '/me', mia.email);
	await page.getByRole('link', { name: 'Go on with Winter driving' }).click();
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
	await open(page, '/me/account', mia.email);
	await expect(page.getByRole('button', { name: 'Forget me' })).toBeVisible();
	await expect(page.getByRole('textbox', { name: 'Your invitation URL' })).toBeVisible();
	await page.getByRole('button', { name: 'Change the address' }).click();
	await soundEverywhere(page, 'you');
});

test('the overview is sound in every width and colour', async ({ page }) => {
	const email = address('manager');
	const firms = [await company(), await company(50, `The Honourable Company of ${Date.now()} and of Very Long Names`)];
	const token = await signInToken(email);
	for (const firm of firms) await manage(firm, email, { kind: 'company' }, token);
	await api(token, 'PUT', `/v1/me/contexts/${firms[0]?.id}/labels`, { labels: ['North', 'A label that is rather long for a label'] });
	await open(page, '/me/overview', email);
	await expect(page.getByRole('heading', { level: 2 })).toHaveCount(2);
	await page.getByRole('button', { name: /^Labels of The Honourable/ }).click();
	await soundEverywhere(page, 'overview');
});
