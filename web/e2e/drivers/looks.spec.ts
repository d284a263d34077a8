import { api, company, driver } from '../support/service.ts';
import { isSmall } from '../support/loads.ts';
import { soundEverywhere } from '../support/sound.ts';
import { expect, open, test } from '../support/test.ts';

test.describe.configure({ timeout: 240_000 });

test('drivers, their card and sharing them are sound in every width and colour', async ({ page }) => {
	const firm = await company();
	const partner = await company(5, `The Honourable Company of ${firm.holder} and of Very Long Names in General`);
	await open(page, `/a/${firm.id}/drivers?q=nobody`, firm.holder);
	await soundEverywhere(page, 'nobody');
	const hubert = await driver(firm, 'Hubert Wolfeschlegelsteinhausenbergerdorff Senior of that Company');
	await driver(firm, 'Ann');
	await api(firm.token, 'PATCH', `/v1/accounts/${firm.id}/users/${hubert.id}`, { phone: '+49 171 1234567890' });
	await api(firm.token, 'POST', `/v1/accounts/${firm.id}/shares/${partner.id}`, { driver_ids: [hubert.id] });
	await page.goto(`/a/${firm.id}/drivers`);
	await expect(page.getByRole('link', { name: /Hubert/ })).toBeVisible();
	await soundEverywhere(page, 'drivers');
	await page.getByRole('link', { name: /Hubert/ }).click();
	await expect(page.getByRole('heading', { name: 'Shared with accounts' })).toBeVisible();
	await soundEverywhere(page, 'driver card');
	await page.goto(`/a/${firm.id}/drivers/share?with=nobody+of+this+name`);
	await expect(page.getByRole('alert')).toBeVisible();
	await soundEverywhere(page, 'not found');
	await page.goto(`/a/${firm.id}/drivers/share?with=${encodeURIComponent(partner.name)}`);
	await expect(page.getByRole('button', { name: /^Unshare/ })).toBeVisible();
	await page.getByRole('checkbox', { name: 'Share Ann' }).check();
	await soundEverywhere(page, 'share drivers');
});

test('the pages of drivers are small', async ({ browser }) => {
	const [firm, partner] = [await company(), await company()];
	const own = '/v1/accounts/{account}';
	await isSmall(browser, `/a/${firm.id}/drivers`, firm.holder, [own, `${own}/drivers`, '/v1/me']);
	await isSmall(browser, `/a/${firm.id}/drivers/share?with=${encodeURIComponent(partner.name)}`, firm.holder, [
		'/v1/accounts',
		own,
		`${own}/drivers`,
		'/v1/me'
	]);
});
