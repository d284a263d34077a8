import type { Page } from '@playwright/test';
import { address, addUsers, api, company, fresh, manage } from './support/service.ts';
import { expect, open, test } from './support/test.ts';

/** A new version is deployed: what the open page may still fetch of its own is gone, until it is loaded anew. */
async function deploy(page: Page): Promise<{ loaded: () => number }> {
	// What is fetched ahead has come.
	await page.waitForLoadState('networkidle');
	let loaded = 0;
	let gone = true;
	await page.route('**/_app/version.json', (route) => route.fulfill({ json: { version: 'newer' } }));
	await page.route('**/_app/immutable/**', (route) => (gone ? route.fulfill({ status: 404, body: '' }) : route.continue()));
	page.on('request', (request) => {
		if (!request.isNavigationRequest()) return;
		loaded++;
		gone = false;
	});
	return { loaded: () => loaded };
}

// What could not be loaded is said in the log, where nobody of these tests looks.
test.use({ faults: true });

test('a tab that is older than what is deployed goes where its person wants to go, by loading that page', async ({ page }) => {
	const firm = await company();
	await open(page, `/a/${firm.id}/users`, firm.holder);
	const { loaded } = await deploy(page);
	await page.getByRole('link', { name: 'Sessions' }).click();
	await expect(page.locator('h1')).toHaveText('Training sessions');
	await expect(page).toHaveURL(`/a/${firm.id}/sessions`);
	expect(loaded()).toBe(1);
});

test('it loads itself anew for what opens over the page, whatever its fields began with', async ({ page }) => {
	const firm = await company();
	await open(page, `/a/${firm.id}/settings`, firm.holder);
	await expect(page.getByLabel('Name', { exact: true })).toHaveValue(firm.name);
	const { loaded } = await deploy(page);
	await page.getByRole('button', { name: 'Make an API key' }).click();
	await expect.poll(loaded).toBe(1);
	await expect(page.getByLabel('Name', { exact: true })).toHaveValue(firm.name);
	await page.getByRole('button', { name: 'Make an API key' }).click();
	await expect(page.getByRole('dialog')).toBeVisible();
	expect(loaded()).toBe(1);
});

test('with something typed it asks before it loads itself anew, and asks once', async ({ page }) => {
	const firm = await company();
	await open(page, `/a/${firm.id}/settings`, firm.holder);
	const { loaded } = await deploy(page);
	const name = page.getByLabel('Name', { exact: true });
	await name.fill('Something typed');
	await page.getByRole('button', { name: 'Make an API key' }).click();
	await expect(page.getByText('There is a newer version of this page.')).toBeVisible();
	await expect(name).toHaveValue('Something typed');
	expect(loaded()).toBe(0);
	let again = false;
	page.on('dialog', (dialog) => {
		again = true;
		void dialog.accept();
	});
	await page.getByRole('button', { name: 'Load it' }).click();
	await expect(name).toHaveValue(firm.name);
	expect([loaded(), again]).toEqual([1, false]);
});

test('what was saved in a tab is not taken for something typed when the tab is too old', async ({ page }) => {
	const firm = await company();
	await open(page, `/a/${firm.id}/settings`, firm.holder);
	const name = page.getByLabel('Name', { exact: true });
	const renamed = fresh('Renamed');
	await name.fill(renamed);
	await page.getByRole('region', { name: 'Name and time zone' }).getByRole('button', { name: 'Save' }).click();
	await expect(page.getByRole('banner')).toContainText(renamed);
	const { loaded } = await deploy(page);
	await page.getByRole('button', { name: 'Make an API key' }).click();
	await expect.poll(loaded).toBe(1);
	await expect(name).toHaveValue(renamed);
});

test('a page with fields is read anew for who comes back to it, unless something is typed there', async ({ page }) => {
	const firm = await company();
	await open(page, `/a/${firm.id}/settings`, firm.holder);
	const comeBack = () => page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
	const rename = async () => {
		const name = fresh('Renamed');
		await api(firm.token, 'PATCH', `/v1/accounts/${firm.id}`, { name });
		return name;
	};
	const first = await rename();
	await comeBack();
	await expect(page.getByRole('banner')).toContainText(first);
	await expect(page.getByLabel('Name', { exact: true })).toHaveValue(first);
	await page.getByLabel('Name', { exact: true }).fill('Something typed');
	await rename();
	await comeBack();
	await page.waitForLoadState('networkidle');
	await expect(page.getByRole('banner')).toContainText(first);
	await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Something typed');
});

test('a role that ends while its page is open is over with the next click, whatever that is', async ({ page }) => {
	const firm = await company();
	await addUsers(firm, [{ email: address('ann'), name: 'Ann Lee', groups: ['North'] }]);
	const email = address('manager');
	await manage(firm, email, { kind: 'company' });
	await open(page, `/a/${firm.id}/groups`, email);
	const { items } = await api(firm.token, 'GET', `/v1/accounts/${firm.id}/managers`);
	await page.getByRole('button', { name: /^Make a group/ }).click();
	await page.getByLabel('Name').fill('South');
	await api(firm.token, 'DELETE', `/v1/accounts/${firm.id}/managers/${items[0].id}`);
	// What is typed stays, and the answer says why nothing is done with it.
	await page.keyboard.press('Enter');
	await expect(page.getByRole('dialog').getByRole('alert')).toBeVisible();
	await expect(page.getByLabel('Name')).toHaveValue('South');
	await page.keyboard.press('Escape');
	await page.getByRole('link', { name: 'Reports', exact: true }).click();
	await expect(page.locator('h1')).toHaveText('No longer yours, or never was');
});

test('what one tab does stays in its company when another tab goes to another company', async ({ page, context }) => {
	const [one, two] = [await company(), await company()];
	const email = address('both');
	const token = await manage(one, email, { kind: 'company' });
	await manage(two, email, { kind: 'company' }, token);
	await open(page, `/a/${one.id}/groups`, email);
	await page.getByRole('button', { name: /^Make/ }).first().click();
	await page.getByLabel('Name').fill('North');
	const tab = await context.newPage();
	await tab.goto('/choose');
	await tab.getByRole('button', { name: new RegExp(`^${two.name}`) }).click();
	await expect(tab).toHaveURL(`/a/${two.id}/users`);
	await page.bringToFront();
	await page.getByLabel('Name').press('Enter');
	await expect(page.locator('h1')).toHaveText('North');
	const groups = async (of: typeof one) => (await api(of.token, 'GET', `/v1/accounts/${of.id}/groups`)).items.map(({ name }: { name: string }) => name);
	expect([await groups(one), await groups(two)]).toEqual([['North'], []]);
	await page.reload();
	await expect(page.getByRole('banner')).toContainText(one.name);
});
