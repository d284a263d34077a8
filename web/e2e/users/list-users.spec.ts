import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { address, addUsers, api, company, course, fresh, manage } from '../support/service.ts';
import { expect, open, test } from '../support/test.ts';
import { isQuick, measured, watchInteractions, untilIdle } from '../support/timing.ts';

const ROWS = Number(measured ?? 300);

test('filters and search stand in the address', async ({ page }) => {
	const firm = await company();
	const who = fresh('dora');
	await addUsers(firm, [{ email: `${who}@example.com`, name: 'Dora Nowak', groups: ['North'] }, { email: address('bert') }]);
	await addUsers(firm, [{ email: address('invited') }], true);
	await open(page, `/a/${firm.id}/users`, firm.holder);
	await expect(page.getByText('4 users.')).toBeVisible();
	await expect(page.getByText('4 of 50 seats taken')).toBeVisible();

	await page.keyboard.press('/');
	await expect(page.getByRole('searchbox')).toBeFocused();
	await page.keyboard.type('nowak');
	await expect(page).toHaveURL(/q=nowak/);
	await expect(page.getByText('1 user found.')).toBeVisible();
	await expect(page.getByRole('searchbox')).toBeFocused();
	await expect(page.getByRole('row', { name: /Dora Nowak/ })).toContainText('North');
	await page.getByRole('searchbox').fill('nobody at all');
	await expect(page.getByRole('heading', { name: 'Nobody fits these filters' })).toBeVisible();
	await page.getByRole('button', { name: 'Clear the filters' }).click();
	await expect(page).toHaveURL(`/a/${firm.id}/users`);

	await page.getByLabel('Status').selectOption('invited');
	await expect(page).toHaveURL(/status=invited/);
	await expect(page.getByText('1 user found.')).toBeVisible();
	await page.reload();
	await expect(page.getByLabel('Status')).toHaveValue('invited');
	await page.getByLabel('Status').selectOption('');
	await page.getByLabel('Group').selectOption({ label: 'North' });
	await expect(page.getByText('1 user found.')).toBeVisible();
});

test('a mail that came back is said in the list; times name their zone', async ({ page }) => {
	const firm = await company();
	const email = address('bounces');
	await addUsers(firm, [{ email }], true);
	await expect.poll(async () => (await api(null, 'GET', `/_local/emails?to=${email}`)).items.length).toBe(1);
	await api(null, 'POST', '/_local/bounce', { to: email });
	await open(page, `/a/${firm.id}/users`, firm.holder);
	await expect(page.getByRole('row', { name: email })).toContainText('Mail came back');
	await expect(page.getByRole('row', { name: firm.holder }).locator('time')).toHaveAttribute('title', /\(Europe\/Berlin\)/);
});

test('a manager of a group finds whoever comes last in it: in the list, among whom to choose, and by Ctrl K', async ({ page }) => {
	const firm = await company(160);
	await addUsers(firm, Array.from({ length: 130 }, (_, n) => ({ email: address('first'), name: `Driver ${n}`, groups: ['North'] })));
	const [zoe] = await addUsers(firm, [{ email: address('last'), name: 'Zoe Last', groups: ['North'] }]);
	const { items } = await api(firm.token, 'GET', `/v1/accounts/${firm.id}/groups`);
	const manager = address('manager');
	await manage(firm, manager, { kind: 'groups', group_ids: [items[0].id] });
	await open(page, `/a/${firm.id}/users?q=zoe`, manager);
	await expect(page.getByRole('row', { name: /Zoe Last/ })).toBeVisible();
	await expect(page.getByText('1 user found.')).toBeVisible();

	await page.keyboard.press('Control+k');
	await expect(page.getByRole('combobox', { name: /Go to/ })).toBeFocused();
	await page.keyboard.type('zoe');
	await expect(page.getByRole('option', { name: /Zoe Last User/, selected: true })).toBeVisible();
	await page.keyboard.press('Enter');
	await expect(page).toHaveURL(`/a/${firm.id}/users/${zoe}`);

	await open(page, `/a/${firm.id}/sessions`);
	await page.keyboard.press('n');
	const dialog = page.getByRole('dialog', { name: 'Schedule a session' });
	await dialog.getByRole('searchbox').fill('zoe');
	await expect(dialog.getByRole('checkbox', { name: /Zoe Last/ })).toBeVisible();
	await expect(dialog.getByRole('checkbox', { name: /Driver/ })).toHaveCount(0);
	await dialog.getByRole('searchbox').fill('');
	await expect(dialog.getByText('The first 50 users.')).toBeVisible();
	await dialog.getByRole('button', { name: 'Load more' }).click();
	await expect(dialog.getByText('The first 100 users.')).toBeVisible();
});

test('far down the list: whoever is invited stays in view, and the focus stays with its row', async ({ page }) => {
	const firm = await company(260);
	await addUsers(firm, Array.from({ length: 250 }, (_, n) => ({ email: address(`far${n}`), name: `Driver ${n}` })));
	await open(page, `/a/${firm.id}/users`, firm.holder);
	await expect(async () => {
		await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
		await expect(page.getByText('251 users.')).toBeInViewport({ timeout: 300 });
	}).toPass();
	const name = await page.getByRole('row').last().getByRole('link').textContent();
	const row = page.getByRole('row', { name: name ?? '' });
	await row.getByRole('checkbox').check();
	const before = await row.boundingBox();
	await page.getByRole('region', { name: 'Selection' }).getByRole('button', { name: 'Send invitations' }).click();
	await page.getByRole('dialog').getByRole('button', { name: 'Send 1 invitation' }).click();
	await expect(row).toContainText('Invited');
	expect(await row.boundingBox()).toEqual(before);

	// What has the focus is scrolled away from, by wheel and at once: keys act on its row, and on no other.
	const box = row.getByRole('checkbox');
	await box.focus();
	for (const by of [-700, -1_300, -2_900, -90_000]) {
		await page.mouse.wheel(0, by);
		await expect(box).not.toBeInViewport();
		await expect(box).toBeFocused();
	}
	await page.keyboard.press('Space');
	await expect(page.getByText('1 user selected')).toBeVisible();
	await expect(box).toBeChecked();
	await page.keyboard.press('ArrowUp');
	await expect(page.locator('tr[data-row]:focus-within')).toBeInViewport();
	await expect(page.locator('tr[data-row]:focus-within')).toHaveAttribute('aria-rowindex', '251');

	await row.getByRole('button').focus();
	await page.evaluate(() => scrollTo(0, 3_000));
	await page.keyboard.press('Enter');
	await expect(page.getByRole('menu', { name: `Actions for ${name}` })).toBeVisible();
	await page.evaluate(() => scrollTo(0, 0));
	await page.keyboard.press('Escape');
	await expect(row.getByRole('button')).toBeFocused();
});

test('through the rows by keys: to the next, a screen further, and to both ends at once, at the same control', async ({ page }) => {
	const firm = await company(260);
	await addUsers(firm, Array.from({ length: 250 }, (_, n) => ({ email: address(`key${n}`), name: `Driver ${n}` })));
	await open(page, `/a/${firm.id}/users`, firm.holder);
	await toTheEnd(page, '251 users.');
	const focused = page.locator('tr[data-row]:focus-within');
	const nth = async () => Number(await focused.getAttribute('aria-rowindex')) - 1;
	await page.evaluate(() => scrollTo(0, 0));
	await page.getByRole('checkbox', { name: 'Select Driver 1', exact: true }).focus();
	const first = await nth();
	const goes = async (key: string, to: number) => {
		await page.keyboard.press(key);
		await expect(focused).toHaveAttribute('aria-rowindex', `${to + 1}`);
		await expect(focused.getByRole('checkbox')).toBeFocused();
		await expect(focused).toBeInViewport({ ratio: 0.95 });
		expect(await page.locator('tr[data-row]').evaluateAll(inView)).toBeGreaterThan(5);
	};

	await goes('ArrowDown', first + 1);
	await goes('End', 251);
	await goes('ArrowUp', 250);
	await page.keyboard.press('PageUp');
	await expect(focused).not.toHaveAttribute('aria-rowindex', '251');
	const screen = 250 - (await nth());
	expect(screen).toBeGreaterThan(5);
	await goes('PageUp', 250 - 2 * screen);
	await goes('PageDown', 250 - screen);
	await goes('Home', 1);

	// Where there is no row to go to, the page itself goes on to its end.
	expect(await page.evaluate(() => scrollY)).toBeGreaterThan(0);
	await page.keyboard.press('Home');
	await expect.poll(() => page.evaluate(() => scrollY)).toBe(0);
	await expect(focused).toHaveAttribute('aria-rowindex', '2');
	await page.keyboard.press('Shift+ArrowDown');
	await expect(page.getByText('2 users selected')).toBeVisible();
});

test(`${ROWS} users: few nodes, every press is answered at once, all of them selected, and in the CSV; as many codes too`, async ({ page }) => {
	test.setTimeout(300_000);
	const firm = await company(ROWS + 10);
	await addUsers(firm, Array.from({ length: ROWS }, (_, n) => ({ email: `${n}-${fresh('d')}@example.com`, name: `Driver ${n}`, groups: ['All'] })));
	const { id: course_id } = await course();
	await api(process.env.CODRIVER_OPERATOR_TOKEN ?? '', 'PUT', `/v1/operator/accounts/${firm.id}`, { reseller: true });
	const { batch_id } = await api(firm.token, 'POST', `/v1/accounts/${firm.id}/orders`, { kind: 'codes', course_id, quantity: ROWS, duration_days: 30 });
	const count = (ROWS + 1).toLocaleString('en');

	await open(page, `/a/${firm.id}/users`, firm.holder);
	const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Download CSV' }).click()]);
	const lines = (await readFile((await download.path())!, 'utf8')).trim().split(/\r?\n/);
	expect(lines[0]).toContain('email');
	expect(lines).toHaveLength(ROWS + 2);
	if (measured) await untilIdle();

	const bar = page.getByRole('region', { name: 'Selection' });
	await watchInteractions(page);
	await page.getByRole('checkbox', { name: 'Select all' }).press('Space');
	await expect(bar).toContainText(`${count} users selected`, { timeout: 60_000 });
	await expect(page.getByText(`${count} users.`)).toBeAttached();
	if (measured) await untilIdle();
	await useRows(page);
	await isQuick(page, 'users: rows, all selected');
	await watchInteractions(page);
	await press(page, 'Escape');
	await expect(bar).toHaveText('');
	await search(page);
	await filter(page);
	await isQuick(page, 'users: search and filters');

	await open(page, `/a/${firm.id}/codes/${batch_id}`);
	await toTheEnd(page, `${ROWS.toLocaleString('en')} codes.`);
	await watchInteractions(page);
	await useRows(page);
	await isQuick(page, 'codes/[batch]');
});

/** How many of them can be seen. */
function inView(rows: Element[]): number {
	return rows.map((row) => row.getBoundingClientRect()).filter(({ top, bottom }) => top > 0 && bottom < innerHeight).length;
}

/** As far down as the list goes. */
async function toTheEnd(page: Page, all: string): Promise<void> {
	await page.evaluate(async (all) => {
		while (![...document.querySelectorAll('[role=status]')].some(({ textContent }) => textContent === all)) {
			scrollTo(0, document.body.scrollHeight);
			await new Promise(requestAnimationFrame);
		}
	}, all);
}

/** As fast as somebody who types well. */
async function press(page: Page, key: string): Promise<void> {
	await page.keyboard.press(key);
	await page.waitForTimeout(60);
}

/** Up and down through the rows, by keys and by wheel, and a menu opened on the way. */
async function useRows(page: Page): Promise<void> {
	await page.getByRole('button', { name: /^Actions for/ }).last().focus();
	for (let n = 0; n < 25; n++) await press(page, 'ArrowUp');
	for (let n = 0; n < 15; n++) {
		await page.mouse.wheel(0, n % 3 ? 900 : -400);
		await page.waitForTimeout(30);
	}
	for (const key of ['ArrowDown', 'End', 'PageUp', 'Home', 'PageDown', 'ArrowUp']) await press(page, key);
	await page.getByRole('button', { name: /^Actions for/ }).last().focus();
	for (const key of ['Enter', 'Escape', 'ArrowUp']) await press(page, key);
}

async function search(page: Page): Promise<void> {
	await page.getByRole('searchbox').focus();
	for (const letter of 'driver 1') await press(page, letter);
	await expect(page).toHaveURL(/q=driver/);
	for (const _ of 'driver 1') await press(page, 'Backspace');
	await expect(page).not.toHaveURL(/q=driver/);
}

async function filter(page: Page): Promise<void> {
	await page.getByLabel('Status').focus();
	for (const key of ['ArrowDown', 'ArrowDown', 'ArrowUp', 'ArrowUp']) await press(page, key);
	await page.getByLabel('Group').focus();
	await press(page, 'ArrowDown');
	await expect(page).toHaveURL(/group=/);
	await press(page, 'ArrowUp');
	await expect(page).not.toHaveURL(/group=/);
}
