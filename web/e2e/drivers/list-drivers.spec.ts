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

test('“How can I see what accounts a driver is shared with?” The driver card: phone, e-mail, and under “Shared with accounts” each, unshared there too', async ({ page }) => {
	const [firm, partner, other] = [await company(), await company(), await company()];
	const { id: ann, email } = await driver(firm, 'Ann Lee');
	await api(firm.token, 'PATCH', `/v1/accounts/${firm.id}/users/${ann}`, { phone: '+44 20 7946 0000' });
	for (const { id } of [partner, other]) await api(firm.token, 'POST', `/v1/accounts/${firm.id}/shares/${id}`, { driver_ids: [ann] });
	await open(page, `/a/${firm.id}/drivers`, firm.holder);
	await page.getByRole('link', { name: 'Ann Lee' }).click();
	const card = page.getByRole('dialog', { name: 'Ann Lee' });
	await expect(card.getByRole('link', { name: email })).toHaveAttribute('href', `mailto:${email}`);
	await expect(card.getByRole('link', { name: '+44 20 7946 0000' })).toHaveAttribute('href', /^tel:\+44/);
	const shared = card.getByRole('region', { name: 'Shared with accounts' });
	await expect(shared).toContainText(partner.name);
	await shared.getByRole('button', { name: `Unshare with ${other.name}` }).click();
	await expect(shared).not.toContainText(other.name);
	await expect(shared).toContainText(partner.name);
	await shared.getByRole('button', { name: `Unshare with ${partner.name}` }).click();
	await expect(shared).toContainText(`Only ${firm.name} sees this driver.`);
	await page.reload();
	await expect(shared).toContainText(`Only ${firm.name} sees this driver.`);
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
