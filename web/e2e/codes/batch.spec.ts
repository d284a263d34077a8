import { readFile } from 'node:fs/promises';
import { address, codes, mailTo } from '../support/service.ts';
import { expect, open, test } from '../support/test.ts';

test('codes of a batch are sent, voided, filtered, downloaded and printed', async ({ page }) => {
	const found = await codes(4);
	const [first = ''] = found.codes;
	await open(page, `/a/${found.seller.id}/codes/${found.id}`, found.seller.holder);
	await page.getByRole('button', { name: 'Send by mail' }).click();
	const dialog = page.getByRole('dialog', { name: 'Send codes by mail' });
	const ann = address('ann');
	await dialog.getByLabel('E-mail addresses').fill(`Ann Lee <${ann}>\nnonsense`);
	await dialog.getByRole('button', { name: 'Send 2 codes' }).click();
	await expect(dialog.getByText('1 address got no code:')).toBeVisible();
	await expect(dialog.getByLabel('E-mail addresses')).toHaveValue('nonsense');
	await page.keyboard.press('Escape');
	const mail = await mailTo(ann, /redeem/);
	const sent = found.codes.find((code) => mail.text.includes(code)) ?? '';
	await expect(page.getByRole('row', { name: sent })).toContainText(ann);

	const other = found.codes.find((code) => code !== sent) ?? first;
	await page.getByRole('row', { name: other }).getByRole('button').click();
	await page.getByRole('menuitem', { name: 'Void' }).click();
	await expect(page.getByRole('dialog', { name: 'Void this code?' })).toContainText(other);
	await page.getByRole('button', { name: 'Void code' }).click();
	await expect(page.getByText(`${other} is void.`)).toBeVisible();
	await page.getByLabel('Status').selectOption('Voided');
	await expect(page).toHaveURL(/status=voided/);
	await expect(page.getByRole('row', { name: other })).toContainText('Voided');
	await expect(page.getByRole('row', { name: sent })).toHaveCount(0);

	const download = page.waitForEvent('download');
	await page.getByRole('button', { name: 'Download CSV' }).click();
	expect(await readFile(await (await download).path(), 'utf8')).toContain(other);

	await page.getByRole('link', { name: 'Sheet to print' }).click();
	await expect(page.locator('h1')).toHaveText('Sheet to print');
	await expect(page.getByRole('img', { name: /^QR of/ })).toHaveCount(2);
	await expect(page.getByText(sent)).toHaveCount(0);

	await page.goBack();
	await page.getByRole('button', { name: 'Void all unused …' }).click();
	await page.getByRole('button', { name: 'Void 3 codes' }).click();
	await expect(page.getByText('3 codes are void.')).toBeVisible();
	await expect(page.getByRole('button', { name: 'Send by mail' })).toHaveAccessibleDescription('No code of this batch is unused.');
});
