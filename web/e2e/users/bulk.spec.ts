import { address, addUsers, api, assign, company, course, fresh, licences, mailTo } from '../support/service.ts';
import { sound, soundEverywhere } from '../support/sound.ts';
import { expect, open, test } from '../support/test.ts';

test('by keys alone: rows are selected, and put into a group', async ({ page }) => {
	const firm = await company();
	await addUsers(firm, ['Ann', 'Bert', 'Cleo', 'Dora', 'Emil'].map((name) => ({ email: address('u'), name })));
	await addUsers(firm, [{ email: address('u'), name: 'Zoe', groups: ['North'] }]);
	await open(page, `/a/${firm.id}/users?status=added`, firm.holder);
	const bar = page.getByRole('region', { name: 'Selection' });
	const boxes = page.getByRole('checkbox', { name: /^Select (?!all)/ });
	await expect(boxes).toHaveCount(6);
	await boxes.first().focus();
	await page.keyboard.press('Space');
	await expect(bar.getByRole('status')).toHaveText('1 user selected');
	for (let n = 0; n < 3; n++) await page.keyboard.press('Shift+ArrowDown');
	await page.keyboard.press('Shift+ArrowUp');
	await expect(boxes.nth(2)).toBeFocused();
	await expect(bar.getByRole('status')).toHaveText('3 users selected');
	await page.keyboard.press('Escape');
	await expect(bar.getByRole('status')).toHaveText('');

	await boxes.first().click();
	await boxes.nth(4).click({ modifiers: ['Shift'] });
	await expect(bar.getByRole('status')).toHaveText('5 users selected');
	await bar.getByRole('button', { name: 'Put into a group' }).press('Enter');
	await expect(page.getByRole('dialog').getByLabel('Group')).toBeFocused();
	await page.keyboard.press('Tab');
	await page.keyboard.press('Enter');
	await expect(page.getByText('5 users are in North now.')).toBeVisible();
	await expect(bar.getByRole('status')).toHaveText('');
	await expect(page.getByRole('heading', { name: 'Users', level: 1 })).toBeFocused();

	// Out of it again, and back.
	await page.getByLabel('Group').selectOption({ label: 'North' });
	await expect(page.getByText('6 users found.')).toBeVisible();
	await page.getByRole('checkbox', { name: 'Select all' }).check();
	await bar.getByRole('button', { name: 'Take out of North' }).click();
	await expect(page.getByText('Nobody fits these filters')).toBeVisible();
	await page.getByRole('button', { name: 'Undo' }).click();
	await expect(page.getByText('6 users found.')).toBeVisible();
});

test('who was in a row before its keys were there goes on from it', async ({ page }) => {
	const firm = await company();
	await addUsers(firm, ['Ann', 'Bert', 'Cleo'].map((name) => ({ email: address('u'), name })));
	let arrive = () => {};
	const later = new Promise<void>((resolve) => (arrive = resolve));
	let held = '';
	await page.route('**/_app/immutable/chunks/*.js', async (route) => {
		const response = await route.fetch();
		if ((await response.text()).includes('PageDown')) {
			held = route.request().url();
			await later;
		}
		await route.fulfill({ response });
	});
	await open(page, `/a/${firm.id}/users?status=added`, firm.holder);
	const boxes = page.getByRole('checkbox', { name: /^Select (?!all)/ });
	await boxes.nth(1).focus();
	await expect.poll(() => held).not.toBe('');
	const came = page.waitForResponse(held);
	arrive();
	await (await came).finished();
	await expect(async () => {
		await page.keyboard.press('Shift+ArrowDown');
		await expect(boxes.nth(2)).toBeFocused({ timeout: 100 });
	}).toPass();
	await expect(page.getByRole('region', { name: 'Selection' }).getByRole('status')).toHaveText('2 users selected');
});

test('all that fit, over pages and filters: 2,500 users into a group, nothing twice after a failure', async ({ page }) => {
	test.setTimeout(240_000);
	const firm = await company(2_600);
	const ids = await addUsers(firm, Array.from({ length: 2_500 }, (_, n) => ({ email: `${n}-${fresh('d')}@example.com`, name: `Driver ${n}` })));
	await addUsers(firm, [{ email: address('u'), name: 'Zoe', groups: ['North'] }]);
	await open(page, `/a/${firm.id}/users?q=zoe`, firm.holder);
	const bar = page.getByRole('region', { name: 'Selection' });
	await page.getByRole('checkbox', { name: 'Select Zoe' }).check();
	await page.getByRole('searchbox').fill('Driver');
	await expect(page.getByText('The first 100 users.')).toBeVisible();
	await expect(bar).toContainText('1 user selected, 1 of them under other filters');
	await bar.getByRole('button', { name: 'Select all that fit' }).click();
	await expect(bar).toContainText('2,501 users selected, 1 of them under other filters', { timeout: 60_000 });

	// The answer of one call is lost on the way: going on asks for it with the same key.
	const keys: (string | undefined)[] = [];
	await page.route('**/members', async (route) => {
		keys.push(route.request().headers()['idempotency-key']);
		if (keys.length !== 2) return route.continue();
		await route.fetch();
		await route.fulfill({ status: 503, headers: { 'retry-after': '600' }, contentType: 'application/problem+json', body: '{"status":503,"code":"unavailable","detail":"Codriver is busy. Try again."}' });
	});
	// One is removed meanwhile.
	await api(firm.token, 'DELETE', `/v1/accounts/${firm.id}/users/${ids[700]}`);
	await bar.getByRole('button', { name: 'Put into a group' }).click();
	const dialog = page.getByRole('dialog');
	await dialog.getByRole('button', { name: 'Put into group' }).click();
	await expect(dialog.getByRole('alert')).toContainText('busy');
	await expect(dialog).toContainText('100 of 2,501');
	await dialog.getByRole('button', { name: 'Go on with 2,401' }).click();
	await expect(dialog.getByRole('alert')).toContainText('2,500 done, 1 not:', { timeout: 60_000 });
	await expect(dialog.getByRole('alert')).toContainText('Driver 700 Is no user of the account any more.');
	await expect(dialog.getByRole('button', { name: 'Try again' })).toHaveCount(0);
	await expect(dialog.getByRole('button', { name: 'Close' }).last()).toBeFocused();
	await page.keyboard.press('Enter');
	await expect(page.getByText('2,500 users are in North now.')).toBeVisible();
	await expect(bar.getByRole('status')).toHaveText('');
	expect(keys).toHaveLength(27);
	expect(keys[2]).toBe(keys[1]);
	expect(new Set(keys).size).toBe(26);
	const { items } = await api(firm.token, 'GET', `/v1/accounts/${firm.id}/groups`);
	expect(items[0].member_count).toBe(2_500);
});

test('all that could not be read are not told as selected', async ({ page }) => {
	const firm = await company(160);
	await addUsers(firm, Array.from({ length: 130 }, (_, n) => ({ email: address('u'), name: `Driver ${n}` })));
	await open(page, `/a/${firm.id}/users`, firm.holder);
	await page.route('**/users?*cursor*', (route) => route.fulfill({ status: 500, contentType: 'application/problem+json', body: '{"status":500,"code":"internal","detail":"Something went wrong."}' }), { times: 1 });
	const bar = page.getByRole('region', { name: 'Selection' });
	await page.getByRole('checkbox', { name: 'Select all' }).click();
	await expect(page.getByText('Not all could be read, so not all are selected. Try again.')).toBeVisible();
	await expect(bar.getByRole('status')).toHaveText('100 users selected');
	await bar.getByRole('button', { name: 'Select all' }).click();
	await expect(bar.getByRole('status')).toHaveText('131 users selected');
});

test('invited, assigned and removed together; who was refused stays selected, with the reason', async ({ page }) => {
	test.setTimeout(120_000);
	const firm = await company(6);
	const winter = await course();
	await licences(firm, winter.id, 2);
	const people = ['Ann', 'Bert', 'Cleo'].map((name) => ({ email: address('u'), name }));
	const [ann = '', bert] = await addUsers(firm, people);
	await assign(firm, winter.id, [ann]);
	await open(page, `/a/${firm.id}/users`, firm.holder);
	const bar = page.getByRole('region', { name: 'Selection' });
	const dialog = page.getByRole('dialog');
	await page.getByRole('checkbox', { name: 'Select all' }).check();
	await expect(bar).toContainText('4 users selected');
	await soundEverywhere(page, 'users selected');
	// On a small screen what can be done is in a menu.
	await page.setViewportSize({ width: 360, height: 780 });
	await bar.getByRole('button', { name: 'Actions' }).click();
	await expect(page.getByRole('menu', { name: 'With the selection' })).toBeVisible();
	await sound(page, 'what can be done with them');
	await page.setViewportSize({ width: 1280, height: 800 });
	await bar.getByRole('button', { name: 'Assign a course' }).click();
	await dialog.getByRole('button', { name: 'Assign to 3 users' }).click();
	await expect(dialog.getByRole('alert')).toContainText('1 user enrolled');
	await dialog.getByRole('button', { name: 'Close' }).last().click();
	await expect(bar).toContainText('3 users selected');

	await bar.getByRole('button', { name: 'Clear' }).click();
	await page.getByRole('checkbox', { name: 'Select all' }).check();
	await bar.getByRole('button', { name: 'Send invitations' }).click();
	await expect(dialog).toContainText('1 selected user has joined or was invited before.');
	// Who is removed meanwhile is said of by name; the others are invited.
	await api(firm.token, 'DELETE', `/v1/accounts/${firm.id}/users/${bert}`);
	await dialog.getByRole('button', { name: 'Send 3 invitations' }).click();
	await expect(dialog.getByRole('alert')).toContainText('2 done, 1 not:');
	await expect(dialog.getByRole('alert')).toContainText('Bert Is no user of the account any more.');
	await soundEverywhere(page, 'one was not invited');
	await dialog.getByRole('button', { name: 'Close' }).last().click();
	await expect(page.getByText('2 invitations sent.')).toBeVisible();
	await mailTo(people[2]!.email, /activate#/);
	await expect(bar).toContainText('1 user selected');
	await page.keyboard.press('Escape');
	await expect(page.getByText('3 users.')).toBeVisible();

	await page.getByRole('checkbox', { name: 'Select all' }).check();
	await bar.getByRole('button', { name: 'Remove' }).click();
	await expect(dialog).toContainText('can’t be removed: the account is handed over first');
	await expect(dialog.getByRole('button', { name: 'Keep' })).toBeFocused();
	await dialog.getByRole('button', { name: 'Remove 2 users' }).click();
	await expect(page.getByText('2 users are removed.')).toBeVisible();
	await expect(page.getByText('1 of 6 seats taken')).toBeVisible();
});
