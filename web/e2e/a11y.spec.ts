import { address, addUsers, api, codes, company, linkFor, manage, signInToken } from './support/service.ts';
import { soundEverywhere } from './support/sound.ts';
import { expect, open, signIn, test } from './support/test.ts';

// Axe over ten states of a page takes its time on a busy machine.
test.describe.configure({ timeout: 90_000 });

test('signing in and choosing', async ({ page }) => {
	await open(page, '/sign-in');
	await soundEverywhere(page, 'sign-in');
	await page.getByLabel('E-mail').fill('nobody');
	await page.keyboard.press('Enter');
	await expect(page.getByRole('alert')).toBeVisible();
	await soundEverywhere(page, 'sign-in refused');
	const email = address('axe');
	await page.getByLabel('E-mail').fill(email);
	await page.keyboard.press('Enter');
	await expect(page.getByLabel('Code')).toBeVisible();
	await soundEverywhere(page, 'code');
	await page.goto('/sign-in#some-link');
	await page.reload();
	await expect(page.locator('h1')).toBeVisible();

	await open(page, '/choose', email);
	await soundEverywhere(page, 'nothing to choose');
	const token = await signInToken(email);
	const long = await company(5, `The Honourable Company of ${email} and of Very Long Names in General`);
	await manage(long, email, { kind: 'company' }, token);
	await api(token, 'PUT', `/v1/me/contexts/${long.id}/labels`, { labels: ['corporate', 'north', 'a label that is long'] });
	const asks = await company(5);
	await api(asks.token, 'POST', `/v1/accounts/${asks.id}/managers`, { email, scope: { kind: 'company' } });
	await page.reload();
	await expect(page.getByRole('heading', { name: /invitation/ })).toBeVisible();
	await soundEverywhere(page, 'choose');
	await page.getByRole('button', { name: /^Decline/ }).click();
	await soundEverywhere(page, 'decline');
	await page.goto('/no/such/page');
	await expect(page.locator('h1')).toBeVisible();
	await soundEverywhere(page, 'not found');
});

test('what the links of invitations lead to', async ({ page, context }) => {
	const email = address('a-rather-long-address-who');
	const firm = await company(5, `The Honourable Company of ${email} and of Very Long Names in General`);
	await addUsers(firm, [{ email }], true);
	await open(page, '/activate');
	await soundEverywhere(page, 'no link');
	await page.goto('/sign-in');
	await page.goto(await linkFor(email, 'activate'));
	await expect(page.getByRole('button', { name: 'Accept the invitation' })).toBeVisible();
	await soundEverywhere(page, 'invitation');
	await page.getByRole('button', { name: 'Decline' }).click();
	await soundEverywhere(page, 'decline the invitation');
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
	await soundEverywhere(page, 'redeem');
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
	await soundEverywhere(page, 'stop mails');
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
	await open(page, `/a/${firm.id}/users`, firm.holder);
	await soundEverywhere(page, 'first visit');
	const name = 'Hubert Wolfeschlegelsteinhausenbergerdorff Senior of that Company';
	await addUsers(firm, [{ email: address('ann'), name, groups: ['A group with a name that is rather long', 'North'] }, { email: address('bert') }], true);
	await addUsers(firm, [{ email: address('cara') }, { email: address('dora'), name: 'Dora' }]);
	await page.reload();
	await expect(page.getByText('All 5 seats are taken.')).toBeVisible();
	await soundEverywhere(page, 'users');
	// A menu closes when the window's size changes.
	const openMenu = async (of: string | RegExp) => {
		await page.getByRole('button', { name: of }).click();
		await expect(page.getByRole('menuitem').first()).toBeFocused();
	};
	await soundEverywhere(page, 'row menu', () => openMenu('Actions for Dora'));
	await openMenu('Actions for Dora');
	await page.getByRole('menuitem', { name: /Remove/ }).click();
	await soundEverywhere(page, 'remove');
	await page.keyboard.press('Escape');
	await page.getByRole('button', { name: /Add users/ }).click();
	await page.getByLabel('E-mail addresses').fill('one\ntwo');
	await soundEverywhere(page, 'add');
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
	await soundEverywhere(page, 'person menu', () => openMenu(/^You:/));
});
