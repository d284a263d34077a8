import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { address, addUsers, api, company, fresh, manage } from '../support/service.ts';
import { expect, open, pressN, test } from '../support/test.ts';
import { isQuick, measured, watchInteractions } from '../support/timing.ts';

const ROWS = measured ? 5_000 : 600;

const rowOf = (page: Page, number: number) => page.locator(`tr:has(button[aria-label="Leave out row ${number}"])`);
const userCount = async (of: { id: string; token: string }) => (await api(of.token, 'GET', `/v1/accounts/${of.id}/users?limit=100`)).items.length;

/** Out of the clipboard, by the keys. */
async function paste(page: Page, text: string): Promise<void> {
	await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
	await page.evaluate((text) => navigator.clipboard.writeText(text), text);
	await page.getByLabel('The list').press('Control+v');
}

async function choose(page: Page, name: string, buffer: Buffer): Promise<void> {
	await page.getByLabel('File of users').setInputFiles({ name, mimeType: 'text/csv', buffer });
}

test('a pasted list: each row says what will happen, a cell is mended in place, what is left goes later', async ({ page }) => {
	const firm = await company(6);
	const [known, ann, bert, cara] = ['known', 'ann', 'bert', 'cara'].map(address) as [string, string, string, string];
	await addUsers(firm, [{ email: known, groups: ['North'] }], true);
	await open(page, `/a/${firm.id}/users`, firm.holder);
	await pressN(page);
	await page.getByLabel('E-mail addresses').fill(
		[
			'Depot;Shoe size;Surname;First name;E-mail;Mobile',
			`North;41;Lee;Ann;${ann};+49 171 1234567`,
			`"North; Night shift";42;Berg;Bert;${bert};no number`,
			`;;;;${known};`,
			`;43;Lee;Ann;${ann.toUpperCase()};`,
			`;44;Cole;Cara;not-an-address;`
		].join('\n')
	);
	await page.getByRole('link', { name: 'Import a list' }).click();
	await expect(page.getByRole('heading', { name: 'Import users', level: 1 })).toBeFocused();

	// One heading is not known; it is chosen what it is, then that it is nothing.
	await expect(page.getByLabel('Depot')).toHaveValue('groups');
	await expect(page.getByLabel('Shoe size')).toHaveValue('');
	await expect(rowOf(page, 2)).toContainText('Ann Lee');
	await expect(rowOf(page, 2)).toContainText('Will be invited');
	await expect(rowOf(page, 4)).toContainText('Is a user already');
	await expect(rowOf(page, 5)).toContainText('The same address as in row 2');
	await expect(page.getByText('A new group is made: “Night shift”')).toHaveCount(0);
	await expect(page.getByText('1 row ready. 2 rows to mend. 2 rows left as they are.')).toBeVisible();

	await page.getByRole('link', { name: /To mend/ }).click();
	await expect(page).toHaveURL(/show=mend/);
	const phone = page.getByLabel('Phone of row 3');
	await expect(phone).toHaveAccessibleDescription(/phone/i);
	await expect(phone).toHaveAttribute('aria-invalid', 'true');
	await phone.fill('+49 171 7654321');
	await page.keyboard.press('Enter');
	await expect(rowOf(page, 3)).toContainText('Will be invited');
	await expect(phone).toBeFocused();
	await expect(page.getByText('A new group is made: “Night shift”')).toBeVisible();

	await page.getByRole('button', { name: 'Invite 2 users' }).click();
	await expect(page.getByText('2 users invited. 1 row to mend. 2 rows left as they are.')).toBeVisible();
	await expect(page.getByText('4 of 6 seats taken')).toBeVisible();
	const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Download the rest' }).click()]);
	const csv = await readFile((await file.path())!, 'utf8');
	expect(csv).toMatch(/^\ufeffrow,email,name,phone,groups,why not\r\n6,not-an-address,Cara Cole,,,\S/);

	await page.getByLabel('E-mail of row 6').fill(cara);
	await page.getByRole('button', { name: 'Invite 1 user' }).click();
	await expect(page.getByText('3 users invited. 2 rows left as they are.')).toBeVisible();
	await page.getByRole('link', { name: 'Go to the users' }).click();
	await expect(page.getByRole('row', { name: /Bert Berg/ }).getByTitle(/Night shift/)).toBeVisible();
	await expect(page.getByRole('row', { name: /Cara Cole/ })).toBeVisible();
});

test('files of every kind: read, or refused with what to do', async ({ page }) => {
	const firm = await company();
	await open(page, `/a/${firm.id}/users/import`, firm.holder);
	const list = page.getByLabel('The list');
	for (const [name, bytes, why] of [
		['users.xlsx', Buffer.from([0x50, 0x4b, 3, 4, 20, 0, 0]), 'Save it as CSV, or copy its cells'],
		['ann.png', Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10]), 'This is a picture.'],
		['empty.csv', Buffer.from('\r\n;;\r\n'), 'There is nothing in it.'],
		['open.csv', Buffer.from('email,name\na@example.com,"Ann\nb@example.com,Bob\n'), 'Line 2 opens a quotation mark']
	] as const) {
		await choose(page, name, bytes);
		await expect(list).toHaveAccessibleDescription(new RegExp(why.replaceAll('.', '\\.')));
	}

	const lines = (email: string) => `email\tname\r\n${email}\t"Zoë\r\nBerg"\r\n`;
	await choose(page, 'unicode.txt', Buffer.from(`\ufeff${lines(address('zoe'))}`, 'utf16le'));
	await expect(page.getByText('unicode.txt, UTF-16, parted by tabs')).toBeVisible();
	await expect(rowOf(page, 2)).toContainText('Zoë');

	// Dropped on the page, another list takes its place, and the first comes back.
	const old = Array.from(Buffer.from(`sep=;\nemail;name\n${address('zoe')};Zoë\n`, 'latin1'));
	await page.evaluate((bytes) => {
		const dataTransfer = new DataTransfer();
		dataTransfer.items.add(new File([new Uint8Array(bytes)], 'old.csv'));
		document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
	}, old);
	await expect(page.getByText('old.csv, Windows-1252, parted by semicolons')).toBeVisible();
	await expect(rowOf(page, 2)).toContainText('Will be invited');
	await page.getByRole('button', { name: 'Undo' }).click();
	await expect(page.getByText('unicode.txt, UTF-16')).toBeVisible();
	await rowOf(page, 2).getByRole('button').click();
	await page.getByRole('button', { name: 'Undo' }).click();
	await expect(rowOf(page, 2)).toContainText('Will be invited');
});

test(`${ROWS} rows are pasted; it breaks off in the middle: what is done is done once, the rest is sent again`, async ({ page }) => {
	test.setTimeout(measured ? 300_000 : 90_000);
	const firm = await company(ROWS - 10);
	const lines = Array.from({ length: ROWS }, (_, n) => `${n}-${fresh('d')}@example.com,Driver ${n},All`);
	const wrong = (what: string) => `not-an-address-${what},Wrong,All`;
	await open(page, `/a/${firm.id}/users/import`, firm.holder);
	await watchTasks(page);
	await paste(page, `email,name,group\n${[wrong('first'), ...lines, wrong('last')].join('\n')}\n`);
	await page.getByLabel('Later').check();
	// The holder has a seat too.
	await expect(page.getByText(`${(ROWS - 11).toLocaleString('en')} rows ready. 2 rows to mend. 11 rows without a seat.`)).toBeVisible({ timeout: 60_000 });
	await expect(page.getByText('11 rows have none.')).toBeVisible();
	await answersAtOnce(page);
	await useRows(page);

	const keys: string[] = [];
	await page.route('**/users/import?*', async (route) => {
		keys.push(route.request().headers()['idempotency-key'] ?? '');
		if (keys.length === 2) await route.fulfill({ status: 503, headers: { 'retry-after': '2' }, body: '' });
		else await route.continue();
	});
	await page.getByRole('button', { name: `Add ${(ROWS - 11).toLocaleString('en')} users` }).click();
	await expect(page.getByRole('progressbar', { name: 'Sent' })).toBeVisible();
	await expect(page.getByText(`${(ROWS - 11).toLocaleString('en')} users added. 2 rows to mend. 11 rows without a seat.`)).toBeVisible({ timeout: 120_000 });
	expect(keys[2]).toBe(keys[1]);
	expect(new Set(keys).size).toBe(keys.length - 1);
	await page.getByRole('link', { name: /Done/ }).click();
	await expect(page.getByRole('row', { name: /Driver 0/ })).toContainText('Added');
	expect((await api(firm.token, 'GET', `/v1/accounts/${firm.id}`)).seats.used).toBe(ROWS - 10);
});

/** From here on, what keeps the page from answering. */
async function watchTasks(page: Page): Promise<void> {
	await page.evaluate(() => {
		const tasks: number[] = [];
		new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: 'longtask' });
		Object.assign(window, { tasks });
	});
}

/** Nothing kept it for longer than somebody takes for at once. */
async function answersAtOnce(page: Page): Promise<void> {
	const longest = await page.evaluate(() => Math.max(0, ...(window as unknown as { tasks: number[] }).tasks));
	console.log(`      ${ROWS} rows pasted: longest task ${longest} ms`);
	if (measured) expect(longest).toBeLessThanOrEqual(200);
}

/** Mends rows, and goes through them. */
async function useRows(page: Page): Promise<void> {
	await watchInteractions(page);
	await page.getByRole('link', { name: /To mend/ }).click();
	await page.getByLabel(/^Name of row/).first().pressSequentially(' Junior of York', { delay: 60 });
	await page.getByRole('link', { name: /^All/ }).click();
	for (let n = 0; n < 15; n++) {
		await page.mouse.wheel(0, n % 3 ? 1_500 : -400);
		await page.waitForTimeout(40);
	}
	await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
	await page.getByLabel(/^Name of row/).last().pressSequentially(' Senior', { delay: 60 });
	await isQuick(page, 'users/import');
}

test('leaving with rows that are not sent asks, and so does a reload; what is sent asks no more', async ({ page }) => {
	const firm = await company();
	await open(page, `/a/${firm.id}/users`, firm.holder);
	await pressN(page);
	await page.getByRole('link', { name: 'Import a list' }).click();
	const asked: string[] = [];
	let stays = true;
	page.on('dialog', (dialog) => {
		asked.push(dialog.type());
		void (stays ? dialog.dismiss() : dialog.accept());
	});
	const list = page.getByLabel('The list');
	await list.fill(`${address('ann')}\n${address('bert')}`);
	await page.getByRole('link', { name: 'Groups', exact: true }).click();
	await expect.poll(() => asked).toEqual(['confirm']);
	await expect(list).toHaveValue(/bert/);
	await page.getByRole('button', { name: 'Check the list' }).click();
	await expect(page.getByText('2 rows ready.')).toBeVisible();
	await page.evaluate(() => history.back());
	await expect.poll(() => asked).toEqual(['confirm', 'confirm']);
	await expect(page).toHaveURL(/\/import$/);
	await page.evaluate(() => setTimeout(() => location.reload()));
	await expect.poll(() => asked).toEqual(['confirm', 'confirm', 'beforeunload']);
	await expect(page.getByText('2 rows ready.')).toBeVisible();

	await page.getByRole('button', { name: 'Invite 2 users' }).dblclick();
	await expect(page.getByText('2 users invited.')).toBeVisible();
	expect(await userCount(firm)).toBe(3);
	stays = false;
	await page.getByRole('link', { name: 'Groups', exact: true }).click();
	await expect(page).toHaveURL(`/a/${firm.id}/groups`);
	expect(asked).toHaveLength(3);
});

test('a manager of groups puts everybody into theirs; who may add nobody has no such page', async ({ page, browser }) => {
	const firm = await company();
	const [id] = await addUsers(firm, [{ email: address('north'), groups: ['North'] }]);
	const { items } = await api(firm.token, 'GET', `/v1/accounts/${firm.id}/groups`);
	const manager = address('manager');
	await manage(firm, manager, { kind: 'groups', group_ids: [items[0].id] });
	await open(page, `/a/${firm.id}/users/import`, manager);
	await page.getByLabel('The list').fill(`email,group\n${address('ann')},\n${address('bert')},South`);
	await page.keyboard.press('Control+Enter');
	await expect(rowOf(page, 2)).toContainText('Name one of your groups at least.');
	await expect(page.getByLabel('Groups of row 3')).toHaveAttribute('aria-invalid', 'true');
	await page.getByLabel('North', { exact: true }).check();
	await expect(rowOf(page, 2)).toContainText('Will be invited');
	await page.getByLabel('Groups of row 3').fill('');
	await expect(rowOf(page, 3)).toContainText('Will be invited');

	const other = address('drivers');
	await manage(firm, other, { kind: 'drivers', user_ids: [id] });
	const context = await browser.newContext({ baseURL: process.env.CODRIVER_ORIGIN });
	const theirs = await context.newPage();
	await open(theirs, `/a/${firm.id}/users/import`, other);
	await expect(theirs.locator('h1')).toHaveText('Not for your role');
	await context.close();
});
