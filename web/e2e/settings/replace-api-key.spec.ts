import { startServer } from '../support/server.ts';
import { api, company } from '../support/service.ts';
import { expect, open, test as base } from '../support/test.ts';

// A server of its own: the day that an older key has is let pass by its clock.
const test = base.extend<object, { own: void }>({
	own: [
		async ({}, use) => {
			const { CODRIVER_ORIGIN, CODRIVER_OPERATOR_TOKEN } = process.env;
			const { stop } = await startServer();
			await use();
			stop();
			Object.assign(process.env, { CODRIVER_ORIGIN, CODRIVER_OPERATOR_TOKEN });
		},
		{ scope: 'worker', auto: true }
	]
});

test('an API key is replaced: the older one works for a day more, as the page says, and then no more', async ({ page }) => {
	const firm = await company();
	const users = (key: string) => api(key, 'GET', `/v1/accounts/${firm.id}/users`);
	const { token: older } = await api(firm.token, 'POST', `/v1/accounts/${firm.id}/api-keys`, { name: 'Shop', scopes: ['users'] });
	await open(page, `/a/${firm.id}/settings`, firm.holder);
	const keys = page.getByRole('region', { name: 'API keys' });
	await keys.getByRole('button', { name: 'Replace Shop' }).click();
	const dialog = page.getByRole('dialog', { name: 'Replace Shop' });
	await expect(dialog).toContainText('The older key works for 24 hours more');
	// As the older one: nothing is to be typed.
	await expect(dialog.getByLabel('Name')).toHaveValue('Shop');
	await expect(dialog.getByRole('checkbox', { name: /Users/ })).toBeChecked();
	await dialog.getByRole('button', { name: 'Make key' }).click();
	const newer = await page.getByRole('textbox', { name: 'Key' }).inputValue();
	await page.getByRole('button', { name: 'I have copied it' }).click();
	await expect(keys.getByRole('listitem')).toHaveCount(2);
	const ends = keys.getByRole('listitem').filter({ hasText: 'ends' });
	await expect(ends).toHaveCount(1);
	const left = Date.parse((await ends.locator('time').last().getAttribute('datetime')) ?? '') - Date.now();
	expect(Math.abs(left - 24 * 3_600_000)).toBeLessThan(120_000);

	await users(newer);
	await users(older);
	await api(null, 'POST', '/_local/clock', { advance_seconds: 24 * 3_600 + 60 });
	await users(newer);
	await expect(users(older)).rejects.toThrow('401');
	await page.clock.setSystemTime(Date.now() + 24 * 3_600_000 + 60_000);
	await page.reload();
	await expect(keys.getByRole('listitem').filter({ hasText: 'ended' })).toHaveCount(1);
	await expect(keys.getByRole('listitem').filter({ hasText: 'ends' })).toHaveCount(0);
});
