import { address, addUsers, assign, company, course, driver, licences, take } from '../support/service.ts';
import { soundEverywhere } from '../support/sound.ts';
import { expect, open, test } from '../support/test.ts';

test.describe.configure({ timeout: 120_000 });

test('a user’s page says what they have completed', async ({ page }) => {
	const firm = await company();
	const winter = await course(['Grip', 'Braking on ice'], { valid_months: 24 });
	await licences(firm, winter.id, 2);
	const name = 'Hubert Wolfeschlegelsteinhausenbergerdorff Senior of that Company';
	const hubert = await driver(firm, name, ['A group with a name that is rather long', 'North']);
	await assign(firm, winter.id, [hubert.id], { due_on: '2031-01-31' });
	await open(page, `/a/${firm.id}/users`, firm.holder);
	await expect(page.getByRole('row', { name })).toContainText('0 of 1 course');
	await page.getByRole('link', { name }).click();
	await expect(page.getByText('has not completed a course yet')).toBeVisible();
	await take(hubert.token, winter.id, 2);
	await page.reload();
	await expect(page.getByRole('button', { name: /^Certificate/ })).toBeVisible();
});

test('the import is sound in every width and colour, with a list and when it is sent', async ({ page }) => {
	const firm = await company(6);
	const known = address('known');
	await addUsers(firm, [{ email: known, groups: ['A group with a name that is rather long'] }], true);
	await open(page, `/a/${firm.id}/users/import`, firm.holder);
	const long = address('hubert').replace('@', '@wolfeschlegelsteinhausenbergerdorff-and-sons.');
	await page.getByLabel('The list').fill(
		[
			'Name;E-mail;Phone;Shoe size;Group',
			`Hubert Wolfeschlegelsteinhausenbergerdorff Senior;${long};;41;A group with a name that is rather long`,
			`Ann;not an address;no number;;North`,
			`;${known};;;`,
			...['bert', 'cara', 'dora', 'emma'].map((name) => `${name};${address(name)};;;`)
		].join('\n')
	);
	await page.getByRole('button', { name: 'Check the list' }).click();
	await expect(page.getByText('4 rows ready. 1 row to mend. 1 row without a seat. 1 row left as it is.')).toBeVisible();
	await soundEverywhere(page, 'an import with a list');
	await page.getByRole('button', { name: 'Invite 4 users' }).click();
	await expect(page.getByText('4 users invited.')).toBeVisible();
	await soundEverywhere(page, 'an import that was sent');
});
