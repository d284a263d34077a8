import { api, company, driver } from '../support/service.ts';
import { expect, open, test } from '../support/test.ts';

test('“Share your drivers with other accounts”, steps 1 to 8, and “Unshare driver”: the exact name, ticks, “Select all”, “Confirm”; unshared at once', async ({ page }) => {
	const [firm, partner] = [await company(), await company()];
	const ann = await driver(firm, 'Ann Lee');
	await driver(firm, 'Bert Moss');
	await driver(firm, 'Cara Dunn');
	await open(page, `/a/${firm.id}/drivers`, firm.holder);
	await page.getByRole('link', { name: 'Share drivers' }).click();
	await expect(page.getByLabel('Name of the other account')).toBeFocused();
	await page.keyboard.type(partner.name.slice(0, -1));
	await page.keyboard.press('Enter');
	await expect(page.getByRole('alert')).toContainText('No account has exactly this name');
	await page.getByLabel('Name of the other account').fill(partner.name.toUpperCase());
	await page.keyboard.press('Enter');
	await expect(page.getByText(`${partner.name} is found.`)).toBeVisible();

	await expect(page.getByRole('button', { name: 'Confirm' })).toHaveAccessibleDescription('Tick the drivers to share first.');
	await page.getByRole('checkbox', { name: 'Share Ann Lee' }).check();
	await page.getByRole('button', { name: 'Confirm' }).click();
	await expect(page.getByText(`1 driver is shared with ${partner.name}.`)).toBeVisible();
	await expect(page.getByRole('checkbox', { name: 'Share Ann Lee' })).toBeChecked();
	await expect(page.getByRole('checkbox', { name: 'Share Ann Lee' })).toBeDisabled();

	await page.getByRole('checkbox', { name: 'Select all' }).check();
	await page.getByRole('checkbox', { name: 'Share Cara Dunn' }).uncheck();
	await page.getByRole('button', { name: 'Confirm' }).click();
	await expect(page.getByRole('button', { name: 'Unshare Bert Moss' })).toBeVisible();
	await expect(page.getByRole('checkbox', { name: 'Share Cara Dunn' })).not.toBeChecked();

	await page.getByRole('button', { name: 'Unshare Ann Lee' }).click();
	await expect(page.getByText(`Ann Lee is no longer shared with ${partner.name}.`)).toBeVisible();
	await expect(page.getByRole('checkbox', { name: 'Share Ann Lee' })).not.toBeChecked();
	const seen = async () =>
		(await api(partner.token, 'GET', `/v1/accounts/${partner.id}/drivers?origin=shared`)).items.map(({ name }: { name: string }) => name).sort();
	expect(await seen()).not.toContain('Ann Lee');
	await page.getByRole('button', { name: 'Undo' }).click();
	await expect(page.getByRole('button', { name: 'Unshare Ann Lee' })).toBeVisible();
	expect(await seen()).toContain('Ann Lee');

	// The address holds it all: the page is the same when it is loaded again.
	await page.reload();
	await expect(page.getByRole('button', { name: 'Unshare Ann Lee' })).toBeVisible();
	// A user's own page tells it too, and leads here.
	await page.goto(`/a/${firm.id}/users/${ann.id}`);
	await page.getByRole('link', { name: partner.name }).click();
	await expect(page.getByRole('button', { name: 'Unshare Ann Lee' })).toBeVisible();
});

test('everybody is shared at once, also who is further down the list', async ({ page }) => {
	const [firm, partner] = [await company(), await company()];
	for (let at = 0; at < 3; at++) await driver(firm, `Driver ${at}`);
	await open(page, `/a/${firm.id}/drivers/share?with=${encodeURIComponent(partner.name)}`, firm.holder);
	await page.getByRole('checkbox', { name: 'Select all' }).check();
	await expect(page.getByText(`All drivers will be shared with ${partner.name}.`)).toBeVisible();
	await page.getByRole('button', { name: 'Confirm' }).click();
	await expect(page.getByRole('button', { name: /^Unshare Driver/ })).toHaveCount(3);
});

test('who searched for the wrong account finds the ticks again for the right one', async ({ page }) => {
	const [firm, wrong, right] = [await company(), await company(), await company()];
	const ann = await driver(firm, 'Ann Lee');
	await driver(firm, 'Bert Moss');
	await api(firm.token, 'POST', `/v1/accounts/${firm.id}/shares/${right.id}`, { driver_ids: [ann.id] });
	await open(page, `/a/${firm.id}/drivers/share?with=${encodeURIComponent(wrong.name)}`, firm.holder);
	await page.getByRole('checkbox', { name: 'Share Ann Lee' }).check();
	await page.getByRole('checkbox', { name: 'Share Bert Moss' }).check();
	await page.getByLabel('Name of the other account').fill('Nobody is called so');
	await page.keyboard.press('Enter');
	await expect(page.getByRole('alert')).toContainText('No account has exactly this name');
	await page.getByLabel('Name of the other account').fill(right.name);
	await page.keyboard.press('Enter');
	await expect(page.getByText(`${right.name} is found.`)).toBeVisible();
	await expect(page.getByRole('checkbox', { name: 'Share Bert Moss' })).toBeChecked();
	// Ann is shared with them already.
	await expect(page.getByText('1 driver chosen.')).toBeVisible();
	await page.getByRole('button', { name: 'Confirm' }).click();
	await expect(page.getByText(`1 driver is shared with ${right.name}.`)).toBeVisible();
	const shown = async (at: typeof right) => (await api(at.token, 'GET', `/v1/accounts/${at.id}/drivers?origin=shared`)).items.length;
	expect([await shown(right), await shown(wrong)]).toEqual([2, 0]);
});
