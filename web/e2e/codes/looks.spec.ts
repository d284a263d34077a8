import { address, api, codes, company } from '../support/service.ts';
import { isSmall } from '../support/loads.ts';
import { soundEverywhere } from '../support/sound.ts';
import { expect, open, test } from '../support/test.ts';

test.describe.configure({ timeout: 240_000 });

test('codes, a batch, its sheet and the dialogs are sound in every width and colour', async ({ page }) => {
	const firm = await company();
	await open(page, `/a/${firm.id}/codes`, firm.holder);
	await soundEverywhere(page, 'no reseller');
	await page.getByRole('button', { name: 'Ask to become a reseller' }).click();
	await soundEverywhere(page, 'ask');
	const found = await codes(4);
	const [first = ''] = found.codes;
	const home = `/v1/accounts/${found.seller.id}`;
	await api(found.seller.token, 'POST', `${home}/redemptions`, { redemptions: [{ code: first, email: address('a-rather-long-address-who-redeems') }] });
	await api(found.seller.token, 'POST', `${home}/code-batches/${found.id}/send`, { recipients: [{ email: address('gets') }] });
	await open(page, `/a/${found.seller.id}/codes`, found.seller.holder);
	await soundEverywhere(page, 'codes');
	await page.keyboard.press('n');
	await expect(page.getByRole('option')).not.toHaveCount(0);
	await soundEverywhere(page, 'order');
	await page.keyboard.press('Escape');
	await page.getByRole('button', { name: 'Redeem for drivers' }).click();
	await soundEverywhere(page, 'redeem');
	await page.goto(`/a/${found.seller.id}/codes/${found.id}`);
	await expect(page.getByRole('table', { name: 'Codes redeemed' })).toBeVisible();
	await soundEverywhere(page, 'batch');
	await page.getByRole('button', { name: 'Send by mail' }).click();
	await soundEverywhere(page, 'send');
	await page.keyboard.press('Escape');
	await page.getByRole('button', { name: 'Void all unused …' }).click();
	await soundEverywhere(page, 'void');
	await page.keyboard.press('Escape');
	await page.getByRole('link', { name: 'Sheet to print' }).click();
	await expect(page.getByRole('img', { name: /^QR of/ })).toHaveCount(2);
	await soundEverywhere(page, 'sheet');
});

test('the pages of codes are small', async ({ browser }) => {
	const { id, seller } = await codes(2);
	const own = '/v1/accounts/{account}';
	await isSmall(browser, `/a/${seller.id}/codes`, seller.holder, [own, `${own}/code-batches`, `${own}/orders`, '/v1/me']);
	const batch = [own, `${own}/code-batches/${id}`, `${own}/code-batches/${id}/codes`, '/v1/me'];
	await isSmall(browser, `/a/${seller.id}/codes/${id}`, seller.holder, batch);
	await isSmall(browser, `/a/${seller.id}/codes/${id}/sheet`, seller.holder, batch);
});
