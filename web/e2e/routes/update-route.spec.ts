import { api, company, driver, route } from '../support/service.ts';
import { expect, open, test } from '../support/test.ts';

test('a route that somebody else changed meanwhile shows both versions; then it is deleted', async ({ page }) => {
	const firm = await company();
	const ann = await driver(firm, 'Ann Lee');
	const north = await route(firm, 'North', '2031-03-10', ['07:00', '15:00'], [ann.id]);
	await open(page, `/a/${firm.id}/routes?on=2031-03-12&by=week`, firm.holder);
	await page.getByRole('button', { name: 'North, Mon 10 Mar 2031, 08:00 – 16:00' }).click();
	await page.getByRole('dialog', { name: 'North' }).getByRole('button', { name: 'Edit' }).click();
	const dialog = page.getByRole('dialog', { name: 'Edit the route' });
	await dialog.getByLabel('Note').fill('Take chains');
	await dialog.getByLabel('Ends at').fill('17:00');
	await api(firm.token, 'PATCH', `/v1/accounts/${firm.id}/routes/${north.id}`, { name: 'North and back' });
	await dialog.getByRole('button', { name: 'Save' }).click();
	await expect(dialog.getByText('Somebody changed this route while you did.')).toBeVisible();
	await expect(dialog.getByLabel('Note')).toHaveValue('Take chains');
	await expect(dialog.getByRole('radio', { name: 'Theirs North and back' })).toBeChecked();
	await expect(dialog.getByLabel('Name')).toHaveValue('North and back');
	await dialog.getByRole('button', { name: 'Save' }).click();
	const card = page.getByRole('dialog', { name: 'North and back' });
	await expect(card).toContainText('08:00 – 17:00');
	await expect(card).toContainText('Take chains');

	await card.getByRole('button', { name: 'Delete …' }).click();
	const sure = page.getByRole('dialog', { name: 'Delete this route?' });
	await expect(sure).toContainText('the 1 driver on it is free at that time');
	await expect(sure.getByRole('button', { name: 'Keep' })).toBeFocused();
	await sure.getByRole('button', { name: 'Delete route' }).click();
	await expect(page.getByRole('heading', { name: 'No routes in this week' })).toBeVisible();
});

test('days and weeks are gone through, as a time line and as a list', async ({ page }) => {
	const firm = await company();
	const ann = await driver(firm, 'Ann Lee');
	await route(firm, 'Early', '2031-03-11', ['05:00', '09:00'], [ann.id]);
	await open(page, `/a/${firm.id}/routes?on=2031-03-10`, firm.holder);
	await page.getByRole('link', { name: 'The day after' }).click();
	await expect(page.getByRole('button', { name: 'Early, 06:00 – 10:00' })).toBeVisible();
	await page.getByRole('link', { name: 'Week' }).click();
	await expect(page).toHaveURL(/by=week/);
	await expect(page.getByText('Mon 10 Mar 2031 to Sun 16 Mar 2031')).toBeVisible();
	await page.getByRole('link', { name: 'List' }).click();
	await expect(page.getByRole('heading', { name: 'Tue 11 Mar 2031' })).toBeVisible();
	await expect(page.getByRole('listitem').filter({ hasText: '06:00 – 10:00' })).toContainText('Ann Lee');
	await page.reload();
	await expect(page.getByRole('heading', { name: 'Tue 11 Mar 2031' })).toBeVisible();
	// Under way since the day before, it says since when.
	await api(firm.token, 'POST', `/v1/accounts/${firm.id}/routes`, { name: 'Night', starts_at: '2031-03-11T21:00:00Z', ends_at: '2031-03-12T04:00:00Z' });
	await page.goto(`/a/${firm.id}/routes?on=2031-03-12&as=list`);
	await expect(page.getByRole('listitem').filter({ hasText: 'Night' })).toContainText('Tue 11 Mar 2031, 22:00 – Wed 12 Mar 2031, 05:00');
});
