import { address, addUsers, api, codes, company, linkFor, signInToken } from './support/service.ts';
import { soundEverywhere } from './support/sound.ts';
import { PAGES } from './support/pages.ts';
import { comeAs, expect, open, signIn, test } from './support/test.ts';

// Pages as they are opened, and what they open, are looked at by pages.spec: here is what comes of using them.
// Axe over ten states of a page takes its time on a busy machine.
test.describe.configure({ timeout: 90_000 });

test('signing in', async ({ page }) => {
	await open(page, '/sign-in');
	await page.getByLabel('E-mail').fill('nobody');
	await page.keyboard.press('Enter');
	await expect(page.getByRole('alert')).toBeVisible();
	await soundEverywhere(page, 'sign-in refused');
	const email = address('axe');
	await page.getByLabel('E-mail').fill(email);
	await page.keyboard.press('Enter');
	await expect(page.getByLabel('Code')).toBeVisible();
	await soundEverywhere(page, 'code');
});

test('what the links of invitations lead to', async ({ page, context }) => {
	const email = address('a-rather-long-address-who');
	const firm = await company(5, `The Honourable Company of ${email} and of Very Long Names in General`);
	await addUsers(firm, [{ email }], true);
	for (const path of ['/report', '/activate']) {
		await open(page, path);
		await soundEverywhere(page, `no link for ${path}`);
	}
	await signIn(context, firm.holder);
	await page.goto('/choose');
	await page.goto(await linkFor(email, 'activate'));
	await expect(page.getByText('You are signed in as')).toBeVisible();
	await soundEverywhere(page, 'another address');
	await context.clearCookies();
	await page.goto('/sign-in');
	await page.goto('/activate#nonsense');
	await expect(page.getByText('It was used?')).toBeVisible();
	await soundEverywhere(page, 'dead link');

	const holder = (await company(5)).holder;
	await api(firm.token, 'POST', `/v1/accounts/${firm.id}/managers`, { email: holder, scope: { kind: 'company' } });
	await page.goto(await linkFor(holder, 'invitation'));
	await page.getByRole('button', { name: 'Accept the invitation' }).click();
	await expect(page.getByLabel('E-mail')).toBeVisible();
	await soundEverywhere(page, 'sign in to accept');
	await signIn(context, holder);
	await page.goto('/choose');
	await page.goto(await linkFor(holder, 'invitation'));
	await page.getByRole('button', { name: 'Accept the invitation' }).click();
	await expect(page.getByRole('alert')).toBeVisible();
	await soundEverywhere(page, 'a separate address');
	await page.getByRole('button', { name: 'Decline' }).click();
	await page.getByRole('dialog').getByRole('button', { name: 'Decline' }).click();
	await expect(page.locator('h1')).toHaveText('Declined');
	await soundEverywhere(page, 'declined');
});

test('using a code, and stopping mails', async ({ page }) => {
	const found = await codes(1);
	const [code = ''] = found.codes;
	await open(page, `/redeem#${code}`);
	await soundEverywhere(page, 'redeem, signed out');
	await open(page, '/redeem', address('a-rather-long-address-who'));
	const field = page.getByLabel('Code', { exact: true });
	await field.fill(code.slice(0, -1) + (code.endsWith('7') ? '8' : '7'));
	await expect(page.getByRole('alert')).toBeVisible();
	await soundEverywhere(page, 'mistyped');
	await field.fill(code);
	// All of it is seen, also on a small screen.
	expect(await field.evaluate((input) => input.scrollWidth - input.clientWidth)).toBeLessThanOrEqual(0);
	await page.keyboard.press('Enter');
	await expect(page.locator('h1')).toHaveText(found.course);
	await soundEverywhere(page, 'redeemed');

	const email = address('enough');
	await addUsers(found.seller, [{ email }], true);
	await page.goto(await linkFor(email, 'stop-mails'));
	await expect(page.getByRole('radio')).toHaveCount(2);
	await page.getByRole('button', { name: 'Stop these mails' }).click();
	await expect(page.locator('h1')).toHaveText('Stopped');
	await soundEverywhere(page, 'stopped');
	await page.goto('/choose');
	await page.goto('/stop-mails#nonsense');
	await page.getByRole('button', { name: 'Stop these mails' }).click();
	await expect(page.locator('h1')).toHaveText('This link stops nothing');
	await soundEverywhere(page, 'stops nothing');
});

test('users', async ({ page, context }) => {
	const firm = await company(5);
	const name = 'Hubert Wolfeschlegelsteinhausenbergerdorff Senior of that Company';
	await addUsers(firm, [{ email: address('ann'), name, groups: ['A group with a name that is rather long', 'North'] }, { email: address('bert') }], true);
	await addUsers(firm, [{ email: address('cara') }, { email: address('dora'), name: 'Dora' }]);
	await open(page, `/a/${firm.id}/users`, firm.holder);
	await expect(page.getByText('All 5 seats are taken.')).toBeVisible();
	await soundEverywhere(page, 'users');
	await page.getByRole('button', { name: /Add users/ }).click();
	await page.getByLabel('E-mail addresses').fill('one\ntwo');
	await page.keyboard.press('Control+Enter');
	await expect(page.getByText('2 addresses not done')).toBeVisible();
	await soundEverywhere(page, 'add, refused');
	await context.clearCookies();
	await page.keyboard.press('Control+Enter');
	await expect(page.getByRole('dialog', { name: 'Sign in again' })).toBeVisible();
	await soundEverywhere(page, 'sign in again');
	await signIn(context, firm.holder);
	await page.goto(`/a/${firm.id}/users?q=nobody`);
	await expect(page.getByText('Nobody fits')).toBeVisible();
	await soundEverywhere(page, 'nobody');
});

test('pages with nothing in them yet', async ({ page, context }) => {
	const firm = await company(5);
	for (const { route } of PAGES.filter(({ route, error }) => route.startsWith('/a/[account]/') && !error && !/\[(?!account)|share/.test(route))) {
		await open(page, route.replace('[account]', firm.id), route.endsWith('/users') ? firm.holder : undefined);
		await soundEverywhere(page, `${route}, empty`);
	}
	await comeAs(context, await signInToken(address('a-rather-long-address-of-nobody-yet')));
	for (const path of ['/choose', '/me', '/me/overview']) {
		await open(page, path);
		await soundEverywhere(page, `${path}, empty`);
	}
});

test('what is said over a page: what was done and what was not, that one is offline, that the service is busy', async ({ page, context }) => {
	const firm = await company(5);
	await addUsers(firm, ['Ann', 'Bert'].map((name) => ({ email: address('u'), name, groups: ['North'] })));
	await open(page, `/a/${firm.id}/users`, firm.holder);
	await page.getByLabel('Group').selectOption({ label: 'North' });
	await expect(page.getByText('2 users found.')).toBeVisible();
	await page.getByRole('checkbox', { name: 'Select Ann' }).check();
	await page.getByRole('button', { name: 'Take out of North' }).click();
	await expect(page.getByText('1 user found.')).toBeVisible();
	await page.getByRole('button', { name: 'Actions for Bert' }).click();
	// Nobody has allowed this page to write to the clipboard.
	await page.getByRole('menuitem', { name: 'Copy the address' }).click();
	await expect(page.getByText('This browser does not let it be copied')).toBeVisible();
	await expect(page.getByRole('button', { name: 'Undo' })).toBeVisible();
	await soundEverywhere(page, 'toasts');
	await context.setOffline(true);
	await expect(page.getByText('You are offline')).toBeVisible();
	await soundEverywhere(page, 'offline');
	await context.setOffline(false);
	// The real server is not busy on demand.
	await page.route('**/users/import?*', (route) => route.fulfill({ status: 503, headers: { 'retry-after': '60' }, body: '' }));
	await page.getByRole('button', { name: /Add users/ }).click();
	await page.getByLabel('E-mail addresses').fill(address('busy'));
	await page.keyboard.press('Control+Enter');
	await expect(page.getByRole('button', { name: 'Try now' })).toBeVisible();
	await soundEverywhere(page, 'a busy service');
});
