import { address, addUsers, api, codeFor, company, manage, mailTo } from './support/service.ts';
import { expect, open, pressN, signIn, test } from './support/test.ts';

test('what is not one’s own is not there', async ({ page }) => {
	const [mine, theirs] = [await company(), await company()];
	await open(page, `/a/${theirs.id}/users`, mine.holder);
	await expect(page.locator('h1')).toHaveText('No longer yours, or never was');
	await page.goto('/a/nonsense/users');
	await expect(page.locator('h1')).toHaveText('No longer yours, or never was');
	await page.goto('/no/such/page');
	await expect(page.locator('h1')).toHaveText('No longer yours, or never was');
	await page.getByRole('link', { name: 'Choose what to manage' }).click();
	await expect(page).toHaveURL('/choose');
});

test('a driver has no users page, and a manager of drivers adds nobody', async ({ page, browser }) => {
	const firm = await company();
	const driver = address('driver');
	const [id] = await addUsers(firm, [{ email: driver }, { email: address('other') }], true);
	await mailTo(driver, /activate#/);
	await open(page, '/', driver);
	await page.getByRole('button', { name: `Accept ${firm.name}` }).click();
	await page.getByRole('region', { name: 'Accounts' }).getByRole('button').click();
	await expect(page.locator('h1')).toHaveText('Your courses');
	await page.goto(`/a/${firm.id}`);
	await expect(page.locator('h1')).toHaveText(`You are a driver of ${firm.name}`);
	await expect(page.getByRole('link', { name: 'Your courses' })).toHaveAttribute('href', '/me');
	await page.goto(`/a/${firm.id}/users`);
	await expect(page.locator('h1')).toHaveText('Not for your role');

	const manager = address('manager');
	await manage(firm, manager, { kind: 'drivers', user_ids: [id] });
	const context = await browser.newContext({ baseURL: process.env.CODRIVER_ORIGIN });
	await signIn(context, manager);
	const theirs = await context.newPage();
	await theirs.goto('/');
	await expect(theirs.getByText('1 user.', { exact: true })).toBeVisible();
	await expect(theirs.getByRole('button', { name: /Add users/ })).toHaveCount(0);
	await theirs.getByRole('button', { name: /Actions for/ }).click();
	await expect(theirs.getByRole('menuitem', { name: /Remove/ })).toHaveAttribute('aria-disabled', 'true');
	await context.close();
});

test('a sign-in that ends in mid-form: sign in over it, nothing is lost, it is done once', async ({ page, context }) => {
	const firm = await company();
	const email = address('kept');
	await open(page, `/a/${firm.id}/users`, firm.holder);
	await pressN(page);
	await page.keyboard.type(email);
	const cookies = await context.cookies();
	await context.clearCookies();
	for (const cookie of cookies) expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax' });
	await page.keyboard.press('Control+Enter');

	const again = page.getByRole('dialog', { name: 'Sign in again' });
	await expect(again.getByLabel('E-mail', { exact: true })).toHaveValue(firm.holder);
	await page.keyboard.press('Enter');
	await expect(again.getByLabel('Code')).toBeFocused();
	await page.keyboard.type(await codeFor(firm.holder));
	await page.keyboard.press('Enter');
	await expect(page.getByRole('row', { name: email })).toBeVisible();
	await expect(page.getByRole('dialog')).toHaveCount(0);
	const { items } = await api(firm.token, 'GET', `/v1/accounts/${firm.id}/users`);
	expect(items).toHaveLength(2);
});

test('turned down, the form is still there', async ({ page, context }) => {
	const firm = await company();
	await open(page, `/a/${firm.id}/users`, firm.holder);
	await pressN(page);
	await page.keyboard.type('kept@example.com');
	await context.clearCookies();
	await page.keyboard.press('Control+Enter');
	await expect(page.getByRole('dialog', { name: 'Sign in again' })).toBeVisible();
	await page.keyboard.press('Escape');
	await expect(page.getByLabel('E-mail addresses')).toHaveValue('kept@example.com');
	await expect(page.getByRole('alert')).toHaveText(/sign in/i);
});

test('a busy service: it counts down, and sends the same again with the same key', async ({ page }) => {
	const firm = await company();
	const email = address('busy');
	await open(page, `/a/${firm.id}/users`, firm.holder);
	const keys: string[] = [];
	// The real server is not busy on demand: what a throttling gateway answers is put before it once.
	await page.route('**/users/import?*', async (route) => {
		keys.push(route.request().headers()['idempotency-key'] ?? '');
		if (keys.length === 1) await route.fulfill({ status: 503, headers: { 'retry-after': '3' }, body: '' });
		else await route.continue();
	});
	await pressN(page);
	await page.keyboard.type(email);
	await page.keyboard.press('Control+Enter');
	await expect(page.getByText(/The service is busy. Trying again in/)).toBeVisible();
	await page.getByRole('button', { name: 'Try now' }).click();
	await expect(page.getByRole('row', { name: email })).toBeVisible();
	expect(keys).toHaveLength(2);
	expect(keys[0]).toMatch(/^[0-9a-f-]{36}$/);
	expect(keys[1]).toBe(keys[0]);
	await expect(page.getByText(/The service is busy/)).toHaveCount(0);
});

test('offline: it says so, keeps what was typed, and goes on by itself', async ({ page, context }) => {
	const firm = await company();
	const email = address('offline');
	await open(page, `/a/${firm.id}/users`, firm.holder);
	await pressN(page);
	await page.keyboard.type(email);
	await context.setOffline(true);
	await page.keyboard.press('Control+Enter');
	await expect(page.getByText(/You are offline/)).toBeVisible();
	await context.setOffline(false);
	await expect(page.getByRole('row', { name: email })).toBeVisible();
	await expect(page.getByText(/You are offline/)).toHaveCount(0);
});

test('a page that is opened while the service is busy says so, and is there when it is over', async ({ page }) => {
	const firm = await company();
	const calls = `**/v1/accounts/${firm.id}`;
	// As a gateway says it, in words of its own.
	await page.route(calls, (route) => route.fulfill({ status: 429, json: { message: 'Too Many Requests' } }));
	await open(page, `/a/${firm.id}/groups`, firm.holder);
	await expect(page.locator('h1')).toHaveText('The service is busy');
	await expect(page).toHaveTitle('The service is busy · Codriver');
	await expect(page.getByText(/It is tried again in/)).toBeVisible();
	await page.unroute(calls);
	// By itself, and at the same address.
	await expect(page.locator('h1')).toHaveText('Groups', { timeout: 15_000 });

	await page.route(calls, (route) => route.fulfill({ status: 503, headers: { 'retry-after': '1' }, json: { status: 503, code: 'unavailable', detail: 'The service is busy; try again.' } }));
	await page.reload();
	await expect(page.locator('h1')).toHaveText('The service is busy');
	await page.getByRole('button', { name: 'Load now' }).click();
	await expect(page.getByRole('button', { name: 'Load now' })).toBeVisible();
	await page.unroute(calls);
	await page.getByRole('button', { name: 'Load now' }).click();
	await expect(page.locator('h1')).toHaveText('Groups');

	await page.route(calls, (route) => route.fulfill({ status: 500, headers: { 'x-request-id': 'r-500' }, json: { status: 500, code: 'internal_error', detail: 'Something went wrong here.' } }));
	await page.reload();
	await expect(page.locator('h1')).toHaveText('This page could not be loaded');
	await expect(page.locator('main')).toContainText('Something went wrong here.');
	await expect(page.locator('main')).toContainText('r-500');
	await page.unroute(calls);
	await page.getByRole('button', { name: 'Load again' }).click();
	await expect(page.locator('h1')).toHaveText('Groups');
});

test('a page whose code cannot be fetched says that nothing answers, and is there when something does', async ({ page, context }) => {
	const firm = await company();
	await open(page, `/a/${firm.id}/users`, firm.holder);
	await expect(page.getByText('1 user.', { exact: true })).toBeVisible();
	await page.waitForLoadState('networkidle');
	await context.setOffline(true);
	await page.getByRole('link', { name: 'Groups' }).click();
	await expect(page.locator('h1')).toHaveText('Codriver cannot be reached');
	await expect(page.getByText('You are offline. This page is loaded when the connection is back.')).toBeVisible();
	await context.setOffline(false);
	await expect(page.locator('h1')).toHaveText('Groups');
	await expect(page).toHaveURL(`/a/${firm.id}/groups`);
});

test('a sign-in that was one call too many waits, and goes on', async ({ page }) => {
	const firm = await company();
	let tried = 0;
	await page.route('**/v1/sign-in', async (route) => {
		tried += 1;
		if (tried === 1) await route.fulfill({ status: 429, headers: { 'retry-after': '1' }, json: { message: 'Too Many Requests' } });
		else await route.continue();
	});
	await page.goto('/sign-in');
	await page.getByLabel('E-mail', { exact: true }).fill(firm.holder);
	await page.keyboard.press('Enter');
	await expect(page.getByText(/The service is busy. Trying again in/)).toBeVisible();
	await expect(page.getByLabel('Code')).toBeFocused();
	expect(tried).toBe(2);
});

test('what was done although its answer was lost is not done twice, whatever comes between', async ({ page }) => {
	const firm = await company();
	const keys: string[] = [];
	await page.route('**/groups', async (route) => {
		if (route.request().method() !== 'POST') return route.continue();
		keys.push(route.request().headers()['idempotency-key'] ?? '');
		// Done, but nobody learns of it; then too busy to say.
		if (keys.length === 1) await route.fetch().then(() => route.abort());
		else if (keys.length === 2) await route.fulfill({ status: 429, headers: { 'retry-after': '30' }, json: { message: 'Too Many Requests' } });
		else await route.continue();
	});
	await open(page, `/a/${firm.id}/groups`, firm.holder);
	await page.keyboard.press('n');
	await expect(page.getByLabel('Name', { exact: true })).toBeFocused();
	await page.keyboard.type('Night shift');
	await page.keyboard.press('Enter');
	await page.getByRole('button', { name: 'Try now' }).click();
	await expect(page.getByText(/The service is busy/)).toBeVisible();
	await page.getByRole('button', { name: 'Stop' }).click();
	await expect(page.getByRole('alert')).toHaveText('The service has more to do than it can just now. Wait a moment, then try again.');
	await page.keyboard.press('Enter');
	await expect(page.getByRole('dialog')).toHaveCount(0);
	await expect(page.locator('h1')).toHaveText('Night shift');
	expect(new Set(keys)).toEqual(new Set([keys[0]]));
	const { items } = await api(firm.token, 'GET', `/v1/accounts/${firm.id}/groups`);
	expect(items).toHaveLength(1);
});
