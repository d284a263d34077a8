import type { Page } from '@playwright/test';
import { lostBars } from './support/bars.ts';
import { FIRST_ONLY } from './support/first-only.ts';
import { pageName, PAGES, test, visit } from './support/pages.ts';
import { address, addUsers, api, company } from './support/service.ts';
import { expect, open } from './support/test.ts';

// What fits on a sheet of A4 between its margins, asked for by somebody who likes it dark.
test.use({ colorScheme: 'dark', viewport: { width: 718, height: 1040 } });

/** What of a page in print is of no use on paper, or is not to be read there. */
async function misprints(page: Page): Promise<string[]> {
	return page.evaluate(() => {
		const found: string[] = [];
		const shade = (colour: string) => {
			const [red = 255, green = 255, blue = 255, alpha = 1] = (colour.match(/[\d.]+/g) ?? []).map(Number);
			return alpha === 0 ? 1 : (red * 0.3 + green * 0.59 + blue * 0.11) / 255;
		};
		for (const element of document.body.querySelectorAll('*')) {
			if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) || element.closest('svg')) continue;
			const name = `<${element.localName} ${element.className}> ${element.textContent?.trim().slice(0, 40)}`;
			const { width, height } = element.getBoundingClientRect();
			if (width * height < 2) continue;
			if (element.matches('nav, .button, button.link:not(.says), [role=search]')) found.push(`on paper it is of no use: ${name}`);
			// What is drawn, such as a bar, may be dark; what is written on may not.
			if (element.textContent?.trim() && shade(getComputedStyle(element).backgroundColor) < 0.75) found.push(`its ground is dark: ${name}`);
			if (element.matches('progress, meter') && (width < 8 || height < 4 || getComputedStyle(element).appearance === 'none')) found.push(`its bar is not there: ${name}`);
		}
		if (document.documentElement.scrollWidth > innerWidth) found.push(`it is wider than the paper: ${document.documentElement.scrollWidth}`);
		return [...new Set(found)].slice(0, 10);
	});
}

type Paper = { unread: () => string[]; printed: string[] | null };
const paper = <T>(page: Page, look: (paper: Paper) => T): Promise<T> => page.evaluate(`(${look})(paper)`) as Promise<T>;

/** Every list that has a row goes on with pages that are empty, more than are read at once; and what was not read when the page is printed is told. */
async function watchPaper(page: Page): Promise<void> {
	await page.addInitScript(() => {
		const [PAGES, END] = [45, 'end-'];
		const unread = new Map<string, string>();
		const bodies = new Map<string, object>();
		const ask = window.fetch;
		window.fetch = async (input, init) => {
			const request = new Request(input, init);
			const { pathname: path, searchParams } = new URL(request.url);
			const { cursor } = request.method === 'GET' ? { cursor: searchParams.get('cursor') } : await request.clone().json().catch(() => ({}));
			unread.delete(cursor);
			const at = cursor?.startsWith(END + path) ? Number(cursor.split('#')[1]) : 0;
			const answer = at ? undefined : await ask(request);
			const body = at ? { ...bodies.get(path), items: [], next_cursor: null } : await answer!.clone().json().catch(() => null);
			if (!body || !('next_cursor' in body)) return answer!;
			if (!body.next_cursor && at < PAGES && (at || body.items.length)) body.next_cursor = `${END}${path}#${at + 1}`;
			bodies.set(path, body);
			if (body.next_cursor) unread.set(body.next_cursor, path.replace(/acc_\w+/, '[account]'));
			return Response.json(body, answer);
		};
		const paper: Paper = { unread: () => [...unread.values()], printed: null };
		Object.assign(window, { paper });
		// As a browser does it: at once, with what stands in the page then.
		window.print = () => {
			dispatchEvent(new Event('beforeprint'));
			const short = [...document.querySelectorAll('table[aria-rowcount]')].filter((table) => table.querySelectorAll('tr[data-row]').length !== Number(table.ariaRowCount) - 1);
			paper.printed = [...paper.unread(), ...short.map(({ ariaLabel }) => `rows of ${ariaLabel}`)];
			dispatchEvent(new Event('afterprint'));
		};
	});
}

for (const listed of PAGES)
	test(`${pageName(listed)} prints: all there is to read, light, and nothing that is to be pressed`, async ({ page, scene }) => {
		await watchPaper(page);
		await visit(page, listed, scene);
		const unread = (paths: string[]) => paths.filter((path) => !FIRST_ONLY.includes(`${listed.route} ${path}`));
		const before = unread(await paper(page, ({ unread }) => unread()));
		await page.keyboard.press('Control+p');
		// What listens to the keys comes a moment after the page.
		const printed = async () => {
			const found = await paper(page, ({ printed }) => printed);
			if (!found) await page.keyboard.press('Control+p');
			return unread(found ?? ['nothing']);
		};
		if (before.length && !listed.error) await expect.poll(printed, `of ${before}`).toEqual([]);
		await page.emulateMedia({ media: 'print' });
		expect([...(await misprints(page)), ...(await page.evaluate(lostBars))]).toEqual([]);
	});

test('all rows are printed: of a table that has a part in the page, of a list with more pages; what is too early says so', async ({ page }) => {
	const rows = 130;
	const firm = await company(rows + 1);
	await addUsers(firm, Array.from({ length: rows - 1 }, (_, n) => ({ email: address(`row${n}`), name: `Driver ${n}`, groups: ['All'] })));
	const { items } = await api(firm.token, 'GET', `/v1/accounts/${firm.id}/groups`);
	await page.addInitScript(() => (window.print = () => ['beforeprint', 'afterprint'].forEach((name) => dispatchEvent(new Event(name)))));
	const printed = () => page.evaluate(() => (window as unknown as { printed: number }).printed);
	const count = () => page.evaluate(() => addEventListener('beforeprint', () => Object.assign(window, { printed: document.querySelectorAll('tr[data-row], main li').length })));

	await open(page, `/a/${firm.id}/groups/${items[0].id}`, firm.holder);
	await expect(page.getByText('The first 100 members.')).toBeVisible();
	await count();
	await page.route('**/users?*cursor*', (route) => route.fulfill({ status: 500 }), { times: 1 });
	// What listens to it comes a moment after the page.
	await page.waitForLoadState('networkidle');
	await page.keyboard.press('Control+p');
	await expect(page.getByText('It was not printed: not all rows could be read. Try again.')).toBeVisible();
	expect(await printed()).toBeUndefined();
	await page.keyboard.press('Control+p');
	await expect.poll(printed).toBe(rows - 1);

	await open(page, `/a/${firm.id}/users`);
	await count();
	const shown = await page.locator('tr[data-row]').count();
	expect(shown).toBeLessThan(100);
	await page.waitForLoadState('networkidle');
	await page.keyboard.press('Control+p');
	await expect.poll(printed).toBe(rows);
	await expect(page.locator('tr[data-row]')).toHaveCount(shown);

	// By the browser's menu: nothing waits for what is still to be read.
	await page.reload({ waitUntil: 'networkidle' });
	await expect(page.getByText('The first 100 users.')).toBeVisible();
	await count();
	await page.emulateMedia({ media: 'print' });
	await expect(page.getByText('There are more: print once again.')).toBeVisible();
	await page.emulateMedia({ media: 'screen' });
	await page.pdf({ format: 'A4' });
	expect(await printed()).toBe(100);
	await expect(page.getByText('All rows are read now: print once again.')).toBeVisible();
	await page.pdf({ format: 'A4' });
	expect(await printed()).toBe(rows);
});
