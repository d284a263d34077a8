import { address, addUsers, company, course, licences, manage } from '../support/service.ts';
import { expect, open, signIn, test } from '../support/test.ts';

test('licences are bought of a course; what is bought can be assigned', async ({ page }) => {
	const firm = await company();
	const winter = await course();
	await open(page, `/a/${firm.id}/courses`, firm.holder);
	await expect(page.getByRole('heading', { name: 'No licences yet' })).toBeVisible();
	await page.getByRole('button', { name: `Buy licences of ${winter.title}` }).click();
	const dialog = page.getByRole('dialog', { name: 'Buy licences' });
	await expect(dialog.getByLabel('Licences', { exact: true })).toBeFocused();
	await page.keyboard.press('Enter');
	await expect(dialog.getByRole('alert')).toHaveText('Enter how many licences.');
	await page.keyboard.type('0');
	await page.keyboard.press('Enter');
	await page.keyboard.press('Backspace');
	await page.keyboard.type('3.5');
	await page.keyboard.press('Enter');
	await expect(dialog.getByRole('alert')).toHaveText('Enter a whole number, 1 or more.');
	await dialog.getByLabel('Licences', { exact: true }).fill('2000000');
	await page.keyboard.press('Enter');
	await expect(dialog.getByRole('alert')).toContainText('1000000');
	await dialog.getByLabel('Licences', { exact: true }).fill('3');
	await page.keyboard.press('Enter');
	await expect(page.getByText(`Bought: 3 licences of ${winter.title}.`)).toBeVisible();
	await expect(page.getByText('0 of 3 licences assigned')).toBeVisible();
	await expect(page.getByText('3 available')).toBeVisible();
	await expect(page.getByRole('region', { name: 'Orders' })).toContainText(`3 licences ${winter.title}`);
	await page.getByRole('button', { name: `Assign ${winter.title}` }).click();
	await expect(page.getByRole('dialog', { name: 'Assign a course' })).toBeVisible();
});

test('who may not buy is offered nothing to buy, and sees what is there', async ({ page, browser }) => {
	const firm = await company();
	const winter = await course();
	await licences(firm, winter.id, 2);
	const [id] = await addUsers(firm, [{ email: address('one') }]);
	const manager = address('manager');
	await manage(firm, manager, { kind: 'drivers', user_ids: [id] });
	await open(page, `/a/${firm.id}/courses`, manager);
	await expect(page.getByText('0 of 2 licences assigned')).toBeVisible();
	await expect(page.getByRole('button', { name: /Buy/ })).toHaveCount(0);
	await expect(page.getByRole('region', { name: 'Orders' })).toHaveCount(0);
	await page.keyboard.press('n');
	const dialog = page.getByRole('dialog', { name: 'Assign a course' });
	await expect(dialog.getByRole('checkbox')).toHaveCount(1);

	const driver = address('driver');
	await addUsers(firm, [{ email: driver }], true);
	const context = await browser.newContext({ baseURL: process.env.CODRIVER_ORIGIN });
	await signIn(context, driver);
	const theirs = await context.newPage();
	await theirs.goto(`/a/${firm.id}/courses`);
	await expect(theirs.locator('h1')).toHaveText('No longer yours, or never was');
	await context.close();
});
