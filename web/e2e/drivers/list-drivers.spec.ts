import { address, api, company, driver, manage } from '../support/service.ts';
import { expect, open, test } from '../support/test.ts';

test('own and shared drivers are listed and found; a shared one is given back', async ({ page }) => {
	const [firm, partner] = [await company(), await company()];
	await driver(firm, 'Ann Lee');
	const bert = await driver(partner, 'Bert Moss');
	await api(partner.token, 'POST', `/v1/accounts/${partner.id}/shares/${firm.id}`, { driver_ids: [bert.id] });
	await open(page, `/a/${firm.id}/drivers`, firm.holder);
	await expect(page.getByRole('row', { name: /Ann Lee/ })).toContainText(firm.name);
	await expect(page.getByRole('row', { name: /Bert Moss/ })).toContainText(partner.name);
	await page.getByLabel('Whose drivers').selectOption('Shared by others');
	await expect(page.getByRole('row', { name: /Ann Lee/ })).toHaveCount(0);
	await expect(page).toHaveURL(/origin=shared/);
	await page.getByRole('link', { name: 'Bert Moss' }).click();
	const card = page.getByRole('dialog', { name: 'Bert Moss' });
	await expect(card).toContainText(bert.email);
	await expect(card).not.toContainText('Shared with accounts');
	await card.getByRole('button', { name: 'Give back …' }).click();
	await card.getByRole('button', { name: 'Give back', exact: true }).click();
	await expect(page.getByText(`Bert Moss is given back to ${partner.name}.`)).toBeVisible();
	await expect(page.getByRole('heading', { name: 'No driver fits these filters' })).toBeVisible();
	await page.getByRole('button', { name: 'Clear the filters' }).click();
	await expect(page.getByRole('row', { name: /Ann Lee/ })).toBeVisible();
});

test('a manager of the company sees the drivers, and is offered no sharing', async ({ page }) => {
	const firm = await company();
	const ann = await driver(firm, 'Ann Lee');
	const manager = address('manager');
	await manage(firm, manager, { kind: 'company' });
	await open(page, `/a/${firm.id}/drivers?driver=${ann.id}`, manager);
	await expect(page.getByRole('dialog', { name: 'Ann Lee' })).toContainText(ann.email);
	await page.keyboard.press('Escape');
	await expect(page).toHaveURL(new RegExp(`/a/${firm.id}/drivers$`));
	await expect(page.getByRole('link', { name: 'Share drivers' })).toHaveCount(0);
	await page.goto(`/a/${firm.id}/drivers/share`);
	await expect(page.getByRole('heading', { name: 'The holder and the admins share drivers' })).toBeVisible();
});
