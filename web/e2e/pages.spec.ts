import { createHash } from 'node:crypto';
import { readdir, readFile, readlink, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { DIALOGS } from './support/dialogs.ts';
import { keepsFocus, settled, tabThrough } from './support/keys.ts';
import { expect, focusOpener, LEADS_ON, nameOf, openBy, OVER_ANY, pageName, PAGES, test, type Listed, type Opens } from './support/pages.ts';
import { visitSmall } from './support/loads.ts';
import type { Scene } from './support/scene.ts';
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
	test(`${pageName(listed)} is small, and has its own title; axe finds no fault in it and what it opens; Tab comes to everything, and the focus is given back`, async ({ page, scene }) => {
		await visitSmall(page, listed, scene);
		await hasOwnTitle(page, listed, scene);
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
			if (!isSeenBefore(listed, opens)) await soundEverywhere(page, nameOf(opens), again);
			await again();
			if (opens.shows) await tabThrough(page, nameOf(opens), 'dialog[open]');
			await keepsFocus(page, opened, opener, nameOf(opens));
		}
	});

/** A dialog that more pages open is looked at on the first of them. */
function isSeenBefore(listed: Listed, { shows, tick }: Opens): boolean {
	const first = PAGES.find(({ opens }) => opens?.some((one) => one.shows === shows && one.tick === tick));
	return Boolean(shows) && first !== listed;
}

/** The tests of pages go side by side: who has a title first leaves a link that says so. */
async function hasOwnTitle(page: Page, listed: Listed, { firm, partner }: Scene): Promise<void> {
	const title = await page.title();
	expect.soft(title).toMatch(/\S · Codriver$/);
	const key = listed.error ? pageName(listed) : listed.route;
	const said = title.replace(firm.name, 'Firm').replace(partner.name, 'Partner');
	const link = join(process.env.CODRIVER_TITLES!, createHash('sha1').update(said).digest('hex'));
	await symlink(key, link).catch(() => {});
	expect.soft(await readlink(link), `only ${key} is called ${title}`).toBe(key);
}

/** What is folded away in the page is seen too. */
async function unfold(page: Page): Promise<void> {
	if (!(await page.locator('details').count())) return;
	await page.evaluate(() => document.querySelectorAll('details').forEach((details) => (details.open = true)));
	await settled(page);
}
