import { assign, company, course, driver, licences, take } from '../support/service.ts';
import { isSmall } from '../support/loads.ts';
import { soundEverywhere } from '../support/sound.ts';
import { expect, open, test } from '../support/test.ts';

test.describe.configure({ timeout: 120_000 });

test('a user’s page and its dialogs are sound in every width and colour, and small', async ({ page, browser }) => {
	const firm = await company();
	const winter = await course(['Grip', 'Braking on ice'], { valid_months: 24 });
	await licences(firm, winter.id, 2);
	const name = 'Hubert Wolfeschlegelsteinhausenbergerdorff Senior of that Company';
	const hubert = await driver(firm, name, ['A group with a name that is rather long', 'North']);
	await assign(firm, winter.id, [hubert.id], { due_on: '2031-01-31' });
	await open(page, `/a/${firm.id}/users/${hubert.id}`, firm.holder);
	await expect(page.getByText('has not completed a course yet')).toBeVisible();
	await take(hubert.token, winter.id, 2);
	await page.reload();
	await expect(page.getByRole('button', { name: /^Certificate/ })).toBeVisible();
	await soundEverywhere(page, 'a user');
	await page.getByRole('button', { name: 'Edit' }).click();
	await soundEverywhere(page, 'edit a user');

	const own = '/v1/accounts/{account}';
	await isSmall(browser, `/a/${firm.id}/users/${hubert.id}`, firm.holder, [
		own,
		`${own}/groups`,
		`${own}/users/${hubert.id}`,
		`${own}/users/${hubert.id}/activity`,
		`${own}/users/${hubert.id}/report`,
		'/v1/me'
	]);
});
