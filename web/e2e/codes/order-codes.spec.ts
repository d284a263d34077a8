import { address, api, codes, company, course, fresh, linkFor } from '../support/service.ts';
import { expect, open, test, typeCode } from '../support/test.ts';

const operator = () => process.env.CODRIVER_OPERATOR_TOKEN ?? '';

test('who is no reseller asks to become one; then codes are ordered', async ({ page }) => {
	const firm = await company();
	const winter = await course();
	await page.clock.install();
	await open(page, `/a/${firm.id}/codes`, firm.holder);
	await page.getByRole('button', { name: 'Ask to become a reseller' }).click();
	const ask = page.getByRole('dialog', { name: 'Ask to become a reseller' });
	await ask.getByLabel('What the operator should know').fill('Two hundred a year');
	await ask.getByRole('button', { name: 'Ask to become a reseller' }).click();
	const waits = page.getByText('The operator of the service has your request, and decides.');
	await expect(waits).toBeVisible();
	// Much may be done to the account before it is answered.
	for (let n = 0; n < 101; n++) await api(firm.token, 'PATCH', `/v1/accounts/${firm.id}`, { time_zone: n % 2 ? 'Europe/Berlin' : 'Europe/Paris' });
	await page.reload();
	await expect(waits).toBeVisible();
	const { items } = await api(operator(), 'GET', '/v1/operator/requests?limit=100');
	expect(items.find(({ account }: { account: { id: string } }) => account.id === firm.id).note).toBe('Two hundred a year');

	await api(operator(), 'DELETE', `/v1/operator/requests/${firm.id}`);
	await page.getByRole('link', { name: 'Courses', exact: true }).click();
	await expect(page.locator('h1')).toHaveText('Courses');
	await page.getByRole('link', { name: 'Codes', exact: true }).click();
	await expect(page.getByText(/^Refused for now/)).toBeVisible();

	// Granted and renamed meanwhile, it is so in the open tab: for who comes back to it, or goes on after a while.
	await api(operator(), 'PUT', `/v1/operator/accounts/${firm.id}`, { reseller: true });
	await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
	await expect(page.getByRole('heading', { name: 'No codes yet' })).toBeVisible();
	const name = fresh('Renamed');
	await api(firm.token, 'PATCH', `/v1/accounts/${firm.id}`, { name });
	await page.clock.fastForward('02:00');
	await page.getByRole('link', { name: 'Courses', exact: true }).click();
	await expect(page.getByRole('banner')).toContainText(name);
	await page.getByRole('link', { name: 'Codes', exact: true }).click();
	await expect(page.getByRole('heading', { name: 'No codes yet' })).toBeVisible();
	await page.keyboard.press('n');
	const dialog = page.getByRole('dialog', { name: 'Order codes' });
	await expect(dialog.getByLabel('Codes', { exact: true })).toBeFocused();
	await expect(dialog.getByRole('option', { name: winter.title })).toBeAttached();
	await dialog.getByLabel('Course').selectOption(winter.title);
	await dialog.getByRole('button', { name: 'Order codes' }).click();
	await expect(dialog.getByRole('alert')).toHaveText('Enter how many codes.');
	await dialog.getByLabel('Codes', { exact: true }).fill('25');
	await dialog.getByLabel('Label').fill('Spring');
	await dialog.getByRole('button', { name: 'Order codes' }).click();
	await expect(page.getByText('25 codes are there.')).toBeVisible();
	await page.getByRole('link', { name: 'Spring' }).click();
	await expect(page.locator('h1')).toHaveText('Spring');
	await expect(page.getByText(`25 codes of ${winter.title}, for 365 days each.`)).toBeVisible();
	await expect(page.getByRole('row')).not.toHaveCount(0);
});

test('“If you become a reseller you can pre-buy invitation codes”: from the order of codes to the course of a driver whom one of them was sent to', async ({ page, browser }) => {
	const firm = await company();
	await api(operator(), 'PUT', `/v1/operator/accounts/${firm.id}`, { reseller: true });
	const winter = await course();
	const ann = address('ann');
	await open(page, `/a/${firm.id}/codes`, firm.holder);
	await page.getByRole('button', { name: /^Order codes/ }).first().click();
	const order = page.getByRole('dialog', { name: 'Order codes' });
	await expect(order.getByRole('option', { name: winter.title })).toBeAttached();
	await order.getByLabel('Course').selectOption(winter.title);
	await order.getByLabel('Codes', { exact: true }).fill('2');
	await order.getByLabel('Label').fill('Spring');
	await order.getByRole('button', { name: 'Order codes' }).click();
	await page.getByRole('link', { name: 'Spring' }).click();
	await page.getByRole('button', { name: 'Send by mail' }).click();
	await page.getByRole('dialog').getByLabel('E-mail addresses').fill(`Ann Lee <${ann}>`);
	await page.getByRole('dialog').getByRole('button', { name: 'Send', exact: true }).click();

	const driver = await (await browser.newContext()).newPage();
	await driver.goto(await linkFor(ann, 'redeem'));
	await driver.getByLabel('E-mail').fill(ann);
	await driver.keyboard.press('Enter');
	await typeCode(driver, ann);
	await driver.getByRole('button', { name: 'Use the code' }).click();
	await expect(driver.locator('h1')).toHaveText(winter.title);
	await driver.getByRole('link', { name: 'Begin', exact: true }).click();
	await expect(driver).toHaveURL(/\/me\/courses\/enr_\w+$/);
	await expect(driver.getByRole('listitem')).toHaveText([/Grip/, /Braking on ice/]);

	await page.reload();
	await expect(page.getByRole('table', { name: 'Codes redeemed' }).getByRole('row')).toHaveCount(1);
	await expect(page.getByRole('row', { name: new RegExp(ann) })).toContainText('Redeemed');
});

test('codes are redeemed for drivers; what is wrong stays with its reason', async ({ page }) => {
	const found = await codes(3);
	const [good = '', other = ''] = found.codes;
	const [ann, bert] = [address('ann'), address('bert')];
	await open(page, `/a/${found.seller.id}/codes`, found.seller.holder);
	await page.getByRole('button', { name: 'Redeem for drivers' }).click();
	const dialog = page.getByRole('dialog', { name: 'Redeem for drivers' });
	await dialog.getByLabel('Codes and drivers').fill(`${good}, ${ann}\n${other.slice(0, -1)}${other.endsWith('7') ? '8' : '7'}, ${bert}`);
	await dialog.getByRole('button', { name: 'Redeem 2 codes' }).click();
	await expect(dialog.getByRole('alert')).toContainText('There is a typing mistake in this code.');
	await dialog.getByLabel('Codes and drivers').fill(`${good}, ${ann}, Ann Lee\n${good.toLowerCase()}, ${bert}`);
	await dialog.getByRole('button', { name: 'Redeem 2 codes' }).click();
	await expect(dialog.getByText('1 code not redeemed:')).toBeVisible();
	await expect(dialog.getByLabel('Codes and drivers')).toHaveValue(new RegExp(bert));
	await expect(dialog.getByLabel('Codes and drivers')).not.toHaveValue(new RegExp(ann));
	await page.keyboard.press('Escape');
	await expect(page.getByText('1 of 3 codes redeemed')).toBeVisible();

	await page.goto(`/a/${found.seller.id}/codes/${found.id}`);
	await expect(page.getByRole('table', { name: 'Codes redeemed' }).getByRole('row')).toHaveCount(1);
	await expect(page.getByRole('row', { name: good })).toContainText(ann);
});
