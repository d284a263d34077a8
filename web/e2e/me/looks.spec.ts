import { address, api, assign, company, course, driver, licences, take } from '../support/service.ts';
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

test('one’s own pages are small', async ({ browser }) => {
	const firm = await company();
	await isSmall(browser, '/me', firm.holder, ['/v1/me', '/v1/me/enrolments', '/v1/me/records', '/v1/me/routes', '/v1/me/sessions']);
});
