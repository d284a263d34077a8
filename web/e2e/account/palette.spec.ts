import type { Page } from '@playwright/test';
import { address, addUsers, api, company, manage } from '../support/service.ts';
import { soundEverywhere } from '../support/sound.ts';
import { asOperator, expect, open, test } from '../support/test.ts';

/** Opens it by its key, and types what is looked for. */
async function look(page: Page, typed: string): Promise<void> {
	await page.keyboard.press('Control+k');
	await expect(page.getByRole('combobox', { name: /Go to/ })).toBeFocused();
	await page.keyboard.type(typed);
}

test('Ctrl K goes to a page, a user and another account, and begins an action, by keyboard alone', async ({ page }) => {
	test.setTimeout(60_000);
	const [firm, other] = [await company(), await company()];
	const [ann] = await addUsers(firm, [{ email: address('ann'), name: 'Ann Lee' }]);
	const manager = address('manager');
	const token = await manage(firm, manager, { kind: 'company' });
	await manage(other, manager, { kind: 'company' }, token);
	await open(page, `/a/${firm.id}/users`, manager);
	const field = page.getByRole('combobox', { name: /Go to/ });
	const find = async (typed: string, option: RegExp) => {
		await page.keyboard.press('Control+k');
		await expect(field).toBeFocused();
		await page.keyboard.type(typed);
		await expect(page.getByRole('option', { name: option, selected: true })).toBeVisible();
	};
	await find('rep', /Reports Page/);
	await page.keyboard.press('Enter');
	await expect(page).toHaveURL(`/a/${firm.id}/reports`);
	await find('lee', /Ann Lee User/);
	await soundEverywhere(page, 'palette');
	await page.keyboard.press('Enter');
	await expect(page).toHaveURL(`/a/${firm.id}/users/${ann}`);
	await find('add us', /Add users Action/);
	await page.keyboard.press('Enter');
	await expect(page.getByLabel('E-mail addresses')).toBeFocused();
	await expect(page).toHaveURL(`/a/${firm.id}/users`);
	await page.keyboard.press('Escape');
	await find(other.name.toLowerCase(), new RegExp(`${other.name} Account`));
	await page.keyboard.press('ArrowDown');
	await page.keyboard.press('Enter');
	await expect(page).toHaveURL(`/a/${other.id}/users`);
});

test('what is begun by n on its page is begun from anywhere, as far as the role may', async ({ page }) => {
	test.setTimeout(60_000);
	const firm = await company();
	await api(process.env.CODRIVER_OPERATOR_TOKEN ?? '', 'PUT', `/v1/operator/accounts/${firm.id}`, { reseller: true });
	const begins = { 'Make a group': 'groups', 'Schedule a session': 'sessions', 'Make a route': 'routes', 'Order codes': 'codes', 'Invite a manager': 'managers' };
	await open(page, `/a/${firm.id}/reports`, firm.holder);
	for (const [action, path] of Object.entries(begins)) {
		await look(page, action);
		await expect(page.getByRole('option', { name: `${action} Action`, selected: true })).toBeVisible();
		await page.keyboard.press('Enter');
		await expect(page.getByRole('dialog', { name: action })).toBeVisible();
		await expect(page).toHaveURL(`/a/${firm.id}/${path}`);
		await page.keyboard.press('Escape');
		await expect(page.getByRole('dialog')).toHaveCount(0);
	}

	const manager = address('manager');
	await manage(firm, manager, { kind: 'company' });
	await open(page, `/a/${firm.id}/reports`, manager);
	await page.keyboard.press('Control+k');
	await expect(page.getByRole('option', { name: 'Make a route Action' })).toBeVisible();
	await expect(page.getByRole('option', { name: /Order codes|Invite a manager|Buy licences/ })).toHaveCount(0);
});

test('over every page of somebody signed in Ctrl K goes on to a page and an account, the hundred and first too', async ({ page }) => {
	const [firm, other] = [await company(), await company()];
	const manager = address('manager');
	const token = await manage(firm, manager, { kind: 'company' });
	await manage(other, manager, { kind: 'company' }, token);
	await open(page, '/choose', manager);
	await look(page, 'over');
	await page.keyboard.press('Enter');
	await expect(page).toHaveURL('/me/overview');
	await look(page, 'your');
	await page.keyboard.press('Enter');
	await expect(page).toHaveURL('/me');
	await look(page, firm.name);
	await page.keyboard.press('Enter');
	await expect(page).toHaveURL(`/a/${firm.id}/users`);

	// The answer on who is signed in tells a hundred accounts, and not this one.
	await page.route('**/v1/me', async (route) => {
		const response = await route.fetch();
		const me = await response.json();
		const known = me.contexts.find(({ account }: { account: { id: string } }) => account.id === firm.id);
		const contexts = Array.from({ length: 100 }, (_, n) => (n ? { ...known, account: { ...known.account, id: `${firm.id}${n}`, name: `Depot ${n}` } } : known));
		await route.fulfill({ response, json: { ...me, contexts } });
	});
	await open(page, '/me/account');
	await look(page, other.name);
	await expect(page.getByRole('option', { name: `${other.name} Account`, selected: true })).toBeVisible();
	await page.unrouteAll();

	await asOperator(page.context());
	await open(page, '/operator');
	await look(page, 'all acc');
	await page.keyboard.press('Enter');
	await expect(page).toHaveURL('/operator/accounts');
});

test('a search for users that fails is not told as nothing found', async ({ page }) => {
	const firm = await company();
	await addUsers(firm, [{ email: address('ann'), name: 'Ann Lee' }]);
	await open(page, `/a/${firm.id}/reports`, firm.holder);
	await page.route('**/users?q=*', (route) => route.fulfill({ status: 500, contentType: 'application/problem+json', body: '{"status":500,"code":"internal","detail":"Something went wrong."}' }), { times: 1 });
	await look(page, 'lee');
	const dialog = page.getByRole('dialog', { name: /Go to/ });
	await expect(dialog.getByRole('alert')).toContainText('Something went wrong.');
	await expect(dialog.getByText('Nothing is found')).toHaveCount(0);
	await expect(page.getByRole('option', { name: /Search again/, selected: true })).toBeVisible();
	await page.keyboard.press('Enter');
	await expect(page.getByRole('option', { name: 'Ann Lee User', selected: true })).toBeVisible();
});

test('what is typed before the field has come is not lost, and presses nothing on the page', async ({ page }) => {
	const firm = await company();
	await open(page, `/a/${firm.id}/groups`, firm.holder);
	await page.route('**/_app/immutable/**', async (route) => {
		await new Promise((resolve) => setTimeout(resolve, 500));
		await route.continue();
	});
	await page.keyboard.press('Control+k');
	await page.keyboard.type('n');
	await page.keyboard.press('Enter');
	await page.keyboard.type('ort');
	const field = page.getByRole('combobox', { name: /Go to/ });
	await expect(field).toHaveValue('nort');
	await expect(page.getByRole('dialog')).toHaveCount(1);
	await page.keyboard.type('h');
	await expect(field).toHaveValue('north');
	await expect(page.getByText('Nothing is found by this.')).toBeVisible();
	await field.fill('rep');
	await page.keyboard.press('Enter');
	await expect(page).toHaveURL(`/a/${firm.id}/reports`);
});

test.describe(() => {
	test.use({ faults: true });

	test('where what finds cannot be fetched it says so, and keys do on the page what they did before', async ({ page }) => {
		const firm = await company();
		await open(page, `/a/${firm.id}/groups`, firm.holder);
		await page.waitForLoadState('networkidle');
		await page.route('**/_app/immutable/**', (route) => route.abort());
		await page.keyboard.press('Control+k');
		await expect(page.getByText('That could not be loaded. Try again.')).toBeVisible();
		await page.unroute('**/_app/immutable/**');
		await page.keyboard.press('n');
		await expect(page.getByRole('dialog', { name: 'Make a group' })).toBeVisible();
	});
});
