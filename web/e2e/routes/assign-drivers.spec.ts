import { api, company, driver, route } from '../support/service.ts';
import { expect, open, test } from '../support/test.ts';

test('a route is made, and drivers are put on and taken off; who is not free is said so and no more', async ({ page }) => {
	const [firm, partner] = [await company(), await company()];
	await driver(firm, 'Ann Lee');
	const bert = await driver(firm, 'Bert Moss');
	await api(firm.token, 'POST', `/v1/accounts/${firm.id}/shares/${partner.id}`, { driver_ids: [bert.id] });
	await route(partner, 'Secret Run', '2031-03-10', ['06:00', '10:00'], [bert.id]);
	await open(page, `/a/${firm.id}/routes?on=2031-03-10`, firm.holder);
	await expect(page.getByRole('heading', { name: 'No routes on this day' })).toBeVisible();
	await expect(page.getByRole('region', { name: 'Who is free all day' })).toContainText('Ann Lee');

	await page.keyboard.press('n');
	const dialog = page.getByRole('dialog');
	await expect(dialog.getByLabel('Name')).toBeFocused();
	await page.keyboard.type('North');
	await dialog.getByLabel('Ends on').fill('2031-03-09');
	await page.keyboard.press('Enter');
	await expect(dialog.getByRole('alert')).toHaveText('It ends before it starts.');
	await dialog.getByLabel('Ends on').fill('2031-03-10');
	await dialog.getByRole('button', { name: 'Make the route' }).click();

	const card = page.getByRole('dialog', { name: 'North' });
	await expect(card).toContainText('Mon 10 Mar 2031, 08:00 – 16:00');
	await card.getByRole('button', { name: 'Put Bert Moss on' }).click();
	await expect(card.getByRole('alert')).toHaveText('Bert Moss is not free at that time.');
	await expect(card).not.toContainText('Secret');
	await card.getByRole('button', { name: 'Put Ann Lee on' }).click();
	await expect(card.getByRole('region', { name: 'On this route' })).toContainText('Ann Lee');
	await page.keyboard.press('Escape');
	await expect(page.getByRole('button', { name: 'North, 08:00 – 16:00' })).toBeVisible();
	await expect(page.getByRole('region', { name: 'Who is free all day' })).not.toContainText('Ann Lee');

	await page.getByRole('button', { name: 'North, 08:00 – 16:00' }).click();
	await card.getByRole('button', { name: 'Take Ann Lee off' }).click();
	await expect(card).toContainText('Nobody yet.');
	await page.keyboard.press('Escape');
	await page.getByRole('button', { name: 'Undo' }).click();
	await expect(page.getByText('Ann Lee is on North again.')).toBeVisible();
	await expect(page.getByRole('list').getByText('Ann Lee').first()).toBeVisible();
});
