import { address, company, course } from '../support/service.ts';
import { expect, open, test } from '../support/test.ts';

test('a new company is led from adding people over assigning a course to the report', async ({ page }) => {
	const firm = await company();
	const winter = await course();
	await open(page, `/a/${firm.id}/users`, firm.holder);
	const steps = page.getByRole('region', { name: 'Three things to do next' });
	await expect(steps.getByRole('listitem').first()).toHaveAttribute('aria-current', 'step');
	await steps.getByRole('button', { name: 'Add your first users' }).click();
	await page.getByLabel('E-mail addresses').fill(`Ann Lee <${address('ann')}>`);
	await page.getByRole('button', { name: 'Invite' }).click();
	await expect(steps).toContainText('Add your people done');
	await steps.getByRole('link', { name: 'Go to the courses' }).click();

	await expect(steps.getByRole('listitem').nth(1)).toHaveAttribute('aria-current', 'step');
	await page.getByRole('button', { name: `Buy licences of ${winter.title}` }).click();
	await page.getByLabel('Licences', { exact: true }).fill('2');
	await page.keyboard.press('Enter');
	await page.getByRole('button', { name: `Assign ${winter.title}` }).click();
	await page.getByRole('checkbox', { name: /Ann Lee/ }).check();
	await page.getByRole('dialog').getByRole('button', { name: 'Assign', exact: true }).click();
	await expect(page.getByText(`${winter.title} is assigned to 1 user.`)).toBeVisible();
	await steps.getByRole('link', { name: 'Look at the report' }).last().click();
	await expect(page.locator('h1')).toHaveText('Reports');
	await expect(steps).toHaveCount(0);
});
