import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { DIALOGS } from './support/dialogs.ts';
import { keepsFocus, settled, tabThrough } from './support/keys.ts';
import { expect, focusOpener, LEADS_ON, nameOf, openBy, OVER_ANY, pageName, PAGES, test, visit, type Opens } from './support/pages.ts';
import { soundEverywhere } from './support/sound.ts';

test.describe.configure({ timeout: 90_000 });
test.use({ actionTimeout: 7_000 });

test('the list of pages, which the tests over all of them go through, has every page', async () => {
	const files = await readdir('src/routes', { recursive: true });
	const routes = files.filter((file) => file.endsWith('+page.svelte')).map((file) => `/${file.slice(0, -'/+page.svelte'.length)}`);
	const listed = new Set(PAGES.filter(({ error }) => !error).map(({ route }) => route));
	expect([...listed, ...LEADS_ON].sort()).toEqual(routes.map((route) => route.replace('/+page.svelte'.slice(0, -1), '/')).sort());
});

/** The menu of whoever is signed in, and that of a selection on a small screen. */
const MENUS_OF_PARTS = ['lib/session/PersonMenu.svelte', 'lib/ui/BulkBar.svelte', 'lib/ui/More.svelte'];
const isOfPart = ({ press }: Opens) => press.toString() === '/^You:/';

test('the list of pages opens every dialog and every menu that there is', async () => {
	const opened = PAGES.flatMap(({ opens = [] }) => opens.flatMap(({ shows }) => shows ?? []));
	expect.soft([...new Set([...opened, ...OVER_ANY])].sort()).toEqual(DIALOGS.sort());

	const menus = PAGES.flatMap(({ route, opens = [] }) => opens.filter((one) => !one.shows && !isOfPart(one)).map(() => `routes${route}/+page.svelte`));
	const inSources: string[] = [];
	for (const file of await readdir('src', { recursive: true }))
		if (file.endsWith('.svelte')) for (const _ of (await readFile(join('src', file), 'utf8')).matchAll(/<More\s|openMenu\(event/g)) inSources.push(file);
	expect([...menus, ...MENUS_OF_PARTS].sort()).toEqual(inSources.sort());
});

for (const listed of PAGES)
	test(`${pageName(listed)} and what it opens: axe finds no fault in any width and colour; Tab comes to everything, and the focus is given back`, async ({ page, scene }) => {
		await visit(page, listed, scene);
		await tabThrough(page, pageName(listed));
		await unfold(page);
		await soundEverywhere(page, pageName(listed));
		for (const opens of listed.opens ?? []) {
			const opener = await focusOpener(page, opens);
			const opened = await openBy(page, opens);
			// A menu closes when the window's size changes.
			const again = async () => {
				if (!(await opened.isVisible())) await openBy(page, opens);
			};
			if (opens.shows) await settled(page);
			await soundEverywhere(page, nameOf(opens), again);
			await again();
			if (opens.shows) await tabThrough(page, nameOf(opens), 'dialog[open]');
			await keepsFocus(page, opened, opener, nameOf(opens));
		}
	});

/** What is folded away in the page is seen too. */
async function unfold(page: Page): Promise<void> {
	if (!(await page.locator('details').count())) return;
	await page.evaluate(() => document.querySelectorAll('details').forEach((details) => (details.open = true)));
	await settled(page);
}
