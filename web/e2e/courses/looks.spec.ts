import { address, addUsers, assign, company, course, driver, licences, take } from '../support/service.ts';
import { isSmall } from '../support/loads.ts';
import { soundEverywhere } from '../support/sound.ts';
import { expect, open, test } from '../support/test.ts';

test.describe.configure({ timeout: 120_000 });

test('courses, a course and their dialogs are sound in every width and colour', async ({ page }) => {
	const firm = await company();
	await open(page, `/a/${firm.id}/courses`, firm.holder);
	await expect(page.getByRole('region', { name: 'Three things to do next' })).toBeVisible();
	await soundEverywhere(page, 'no licences');
	const long = await course(['Grip', 'Braking on ice'], { summary: 'A long text. '.repeat(60), valid_months: 24 });
	await licences(firm, long.id, 3);
	const name = 'Hubert Wolfeschlegelsteinhausenbergerdorff Senior of that Company';
	const begun = await driver(firm, name, ['A group with a name that is rather long']);
	const [other = ''] = await addUsers(firm, [{ email: address('other') }]);
	await assign(firm, long.id, [begun.id, other], { due_on: '2031-01-31' });
	await take(begun.token, long.id, 1);
	await page.reload();
	await soundEverywhere(page, 'courses');
	await page.getByRole('button', { name: 'Buy licences', exact: true }).click();
	await soundEverywhere(page, 'buy licences');
	await page.keyboard.press('Escape');
	await page.getByRole('button', { name: `Assign ${long.title}` }).click();
	await expect(page.getByRole('checkbox', { name: /Hubert/ })).toHaveAccessibleName(/has it/);
	await page.getByRole('checkbox', { name: /A group/ }).check();
	await soundEverywhere(page, 'assign');
	await page.keyboard.press('Escape');
	await page.getByRole('link', { name: long.title }).click();
	await expect(page.getByRole('row', { name: /Hubert/ })).toBeVisible();
	await soundEverywhere(page, 'a course');
	await page.getByRole('button', { name: /from Hubert/ }).click();
	await soundEverywhere(page, 'take back');
});

test('the pages of courses are small', async ({ browser }) => {
	const firm = await company();
	const winter = await course();
	const own = '/v1/accounts/{account}';
	await isSmall(browser, `/a/${firm.id}/courses`, firm.holder, [own, `${own}/licences`, `${own}/orders`, '/v1/courses', '/v1/me']);
	await isSmall(browser, `/a/${firm.id}/courses/${winter.id}`, firm.holder, [
		own,
		`${own}/licences`,
		`${own}/reports`,
		`/v1/courses/${winter.id}`,
		'/v1/me'
	]);
});
