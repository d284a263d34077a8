import { api, assign, certificateLink, company, course, driver, licences, take } from '../support/service.ts';
import { soundEverywhere } from '../support/sound.ts';
import { expect, open, test } from '../support/test.ts';

test.describe.configure({ timeout: 120_000 });

test('a certificate’s QR leads to what stands on it, for anybody; a wrong code is said', async ({ page }) => {
	const firm = await company();
	const mia = await driver(firm, 'Mia Brandt');
	const { id, title } = await course(['Grip'], { valid_months: 12 });
	await licences(firm, id, 1);
	await assign(firm, id, [mia.id]);
	await take(mia.token, id, 1);
	const { items } = await api(mia.token, 'GET', '/v1/me/records');
	const link = await certificateLink(mia.token, items[0].id);
	await open(page, link);
	await expect(page.locator('h1')).toHaveText('Valid');
	await expect(page).toHaveURL('/certificate');
	await expect(page.getByRole('definition')).toContainText(['Mia Brandt', title, firm.name, /20\d\d/, /20\d\d/]);

	await page.getByRole('button', { name: 'Check another certificate' }).click();
	const field = page.getByLabel('Code', { exact: true });
	await expect(field).toBeFocused();
	await page.keyboard.type('ABC');
	await page.keyboard.press('Enter');
	await expect(page.getByRole('alert')).toContainText('at least 16');
	await field.fill('7ZQ4-K2XR-8T5V-NB0H-J3CD');
	await page.keyboard.press('Enter');
	await expect(page.getByRole('alert')).toContainText('There is no certificate with this code.');
	await expect(field).toHaveValue('7ZQ4-K2XR-8T5V-NB0H-J3CD');
	await soundEverywhere(page, 'no certificate');
	await field.fill(link.split('#')[1]?.toLowerCase() ?? '');
	await page.keyboard.press('Enter');
	await expect(page.locator('h1')).toHaveText('Valid');
});
