// Every page of the console: who sees it, and the dialogs and menus that it opens.
import { expect, type Page } from '@playwright/test';
import { test as base, comeAs } from './test.ts';
import { DAY, scene, type Scene } from './scene.ts';

export type Who = 'nobody' | 'holder' | 'driver' | 'manager' | 'operator';
/** What is pressed to open something over the page; a menu's choice opens what is meant. */
export type Opens = { press: string | RegExp; then?: string | RegExp };
export type Listed = { route: string; who: Who; query?: string; opens?: Opens[] };

/** Routes that show nothing of their own: they lead on. */
export const LEADS_ON = ['/', '/sign-ins'];

const a = '/a/[account]';
export const PAGES: Listed[] = [
	{ route: '/sign-in', who: 'nobody' },
	{ route: '/activate', who: 'nobody', opens: [{ press: 'Decline' }] },
	{ route: '/invitation', who: 'nobody' },
	{ route: '/invite-me', who: 'nobody' },
	{ route: '/redeem', who: 'nobody' },
	{ route: '/certificate', who: 'nobody' },
	{ route: '/report', who: 'nobody' },
	{ route: '/stop-mails', who: 'nobody' },

	{ route: `${a}/users`, who: 'holder', opens: [{ press: /^Add users/ }, { press: 'Actions for Driver 0' }, { press: 'Actions for Driver 0', then: 'Remove' }] },
	{ route: `${a}/users/import`, who: 'holder' },
	{ route: `${a}/users/[user]`, who: 'holder', opens: [{ press: 'Edit' }, { press: 'Assign a course' }, { press: /^More for/ }] },
	{ route: `${a}/groups`, who: 'holder', opens: [{ press: /^Make a group/ }, { press: 'Put users into North' }, { press: 'More for North' }] },
	{ route: `${a}/groups/[group]`, who: 'holder', opens: [{ press: 'Rename' }, { press: 'Delete' }, { press: 'Put users in' }, { press: 'Assign a course' }] },
	{ route: `${a}/courses`, who: 'holder', opens: [{ press: 'Buy licences' }, { press: /^Assign a course/ }] },
	{ route: `${a}/courses/[course]`, who: 'holder', opens: [{ press: 'Buy licences' }, { press: /^Assign/ }, { press: /^Take the course back from Hubert/ }] },
	{ route: `${a}/records`, who: 'holder' },
	{ route: `${a}/reports`, who: 'holder' },
	{ route: `${a}/reports/links`, who: 'holder', opens: [{ press: 'Make a report link' }, { press: /^End/ }] },
	{ route: `${a}/sessions`, who: 'holder', opens: [{ press: /^Schedule a session/ }, { press: 'Skid pan' }] },
	{ route: `${a}/drivers`, who: 'holder', opens: [{ press: 'Ann Lee' }] },
	{ route: `${a}/drivers/share`, who: 'holder' },
	{ route: `${a}/routes`, who: 'holder', query: `on=${DAY}`, opens: [{ press: /^Make a route/ }, { press: /^North Run/ }] },
	{ route: `${a}/codes`, who: 'holder', opens: [{ press: /^Order codes/ }, { press: 'Redeem for drivers' }] },
	{ route: `${a}/codes/[batch]`, who: 'holder', opens: [{ press: 'Send by mail' }, { press: /^Void all unused/ }] },
	{ route: `${a}/codes/[batch]/sheet`, who: 'holder' },
	{ route: `${a}/managers`, who: 'holder', opens: [{ press: /^Invite a manager/ }, { press: /^Actions for Mary/ }, { press: /^Actions for Mary/, then: /^Change/ }] },
	{ route: `${a}/clients`, who: 'holder', opens: [{ press: /^Choose who looks after Leeds/ }, { press: /^Stop looking after Leeds/ }] },
	{ route: `${a}/events`, who: 'holder' },
	{ route: `${a}/settings`, who: 'holder', opens: [{ press: 'Make an API key' }, { press: 'Make an admin' }, { press: 'Refuse a partner' }, { press: /^Close the company/ }] },
	{ route: `${a}/settings/mails/[kind]`, who: 'holder' },
	{ route: '/choose', who: 'manager', opens: [{ press: /^You:/ }, { press: /^Decline/ }] },
	{ route: '/me/overview', who: 'manager', opens: [{ press: /^You:/ }] },
	{ route: '/me', who: 'driver' },
	{ route: '/me/courses/[enrolment]', who: 'driver' },
	{ route: '/me/account', who: 'driver', opens: [{ press: 'Make a report link' }, { press: /^Leave / }, { press: /^Forget me/ }] },
	{ route: a, who: 'driver' },
	{ route: '/operator', who: 'operator', opens: [{ press: /^Refuse / }] },
	{ route: '/operator/courses', who: 'operator', opens: [{ press: 'Add a course' }] },
	{ route: '/operator/accounts', who: 'operator', opens: [{ press: /^Plan of / }] }
];

/** The address of a page in the scene. */
export function pathTo({ route, query }: Listed, { ids, links, partner }: Scene): string {
	const link = Object.entries(links).find(([name]) => route === `/${name}`);
	if (link) return link[1];
	const path = route.replace(/\[(\w+)\]/g, (_, name: keyof typeof ids) => ids[name]);
	if (route.endsWith('/share')) return `${path}?with=${encodeURIComponent(partner.name)}`;
	return query ? `${path}?${query}` : path;
}

export function tokenOf(who: Who, { firm, ann, mary }: Scene): string | null {
	return { nobody: null, holder: firm.token, driver: ann.token, manager: mary.token, operator: process.env.CODRIVER_OPERATOR_TOKEN ?? '' }[who];
}

/** Opens a page of the list, and waits till all of it stands. */
export async function visit(page: Page, listed: Listed, of: Scene): Promise<void> {
	await comeAs(page.context(), tokenOf(listed.who, of));
	// A page with a link's secret is the same page with another one: it would not load anew.
	await page.goto('about:blank');
	await page.goto(pathTo(listed, of));
	await expect(page.locator('h1').first(), listed.route).toBeVisible();
	await page.waitForLoadState('networkidle');
}

export const nameOf = ({ press, then }: Opens): string => [press, then].filter(Boolean).join(', ');

/** What opens something, as one gets to it by keys: focused, not yet pressed. */
export async function focusOpener(page: Page, { press }: Opens) {
	const opener = page.getByRole('button', { name: press, exact: typeof press === 'string' }).or(page.getByRole('link', { name: press, exact: true })).first();
	await opener.focus();
	return opener;
}

/** Opens what is meant by keys, and answers it. */
export async function openBy(page: Page, opens: Opens) {
	await focusOpener(page, opens);
	await page.keyboard.press('Enter');
	if (opens.then) {
		await page.getByRole('menuitem', { name: opens.then }).focus();
		await page.keyboard.press('Enter');
	}
	const opened = page.locator('dialog[open], [popover]:popover-open').last();
	await expect(opened, `${opens.press} opens something`).toBeVisible();
	return opened;
}

/** Tests that only look share one company with everything in it. */
export const test = base.extend<{}, { scene: Scene }>({
	scene: [async ({}, use) => use(await scene()), { scope: 'worker', timeout: 60_000 }]
});
export { expect };
