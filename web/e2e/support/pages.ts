// Every page of the console: who sees it, and the dialogs and menus that it opens.
import { expect, type Page } from '@playwright/test';
import { titleOf } from './dialogs.ts';
import { test as base, comeAs } from './test.ts';
import { DAY, scene, type Scene } from './scene.ts';

export type Who = 'nobody' | 'holder' | 'driver' | 'manager' | 'partner' | 'operator';
/**
 * What is pressed to open something over the page, and then in that, if it only leads to what is meant; a row
 * may have to be ticked first. `shows` names the file of the dialog; without it, it is a menu.
 */
export type Opens = { tick?: string; press: string | RegExp; then?: string | RegExp; shows?: string };
/** `error` is the status of what is answered, so that the page says instead why there is nothing. */
export type Listed = { route: string; who: Who; query?: string; error?: 403 | 404 | 500; opens?: Opens[] };

/** Routes that show nothing of their own: they lead on. */
export const LEADS_ON = ['/', '/sign-ins'];

/** Dialogs that open over any page, not by a button of it: in the tests of their own. */
export const OVER_ANY = ['AccountPalette', 'SignInAgain'];

const a = '/a/[account]';
export const PAGES: Listed[] = [
	{ route: '/sign-in', who: 'nobody' },
	{ route: '/activate', who: 'nobody', opens: [{ press: 'Decline', shows: 'DeclineInvitation' }] },
	{ route: '/invitation', who: 'nobody' },
	{ route: '/invite-me', who: 'holder' },
	{ route: '/invite-me', who: 'nobody' },
	{ route: '/redeem', who: 'nobody' },
	{ route: '/certificate', who: 'nobody' },
	{ route: '/report', who: 'nobody' },
	{ route: '/stop-mails', who: 'nobody' },

	{
		route: `${a}/users`,
		who: 'holder',
		opens: [
			{ press: /^Add users/, shows: 'AddUsers' },
			{ press: 'Actions for Driver 0' },
			{ press: 'Actions for Driver 0', then: 'Remove', shows: 'RemoveUser' },
			{ tick: 'Select Driver 0', press: 'Put into a group', shows: 'PutIntoGroup' },
			{ tick: 'Select Driver 0', press: 'Send invitations', shows: 'InviteUsers' },
			{ tick: 'Select Driver 0', press: 'Assign a course', shows: 'AssignCourse' },
			{ tick: 'Select Driver 0', press: 'Remove', shows: 'RemoveUsers' }
		]
	},
	{ route: `${a}/users/import`, who: 'holder' },
	{
		route: `${a}/users/[user]`,
		who: 'holder',
		opens: [
			{ press: 'Edit', shows: 'EditUser' },
			{ press: 'Assign a course', shows: 'AssignCourse' },
			{ press: /^More for/ },
			{ press: /^More for/, then: 'Remove', shows: 'RemoveUser' }
		]
	},
	{
		route: `${a}/groups`,
		who: 'holder',
		opens: [
			{ press: /^Make a group/, shows: 'CreateGroup' },
			{ press: 'Put users into North', shows: 'AddGroupMembers' },
			{ press: 'More for North' },
			{ press: 'More for North', then: 'Rename', shows: 'RenameGroup' },
			{ press: 'More for North', then: 'Delete', shows: 'DeleteGroup' }
		]
	},
	{
		route: `${a}/groups/[group]`,
		who: 'holder',
		opens: [
			{ press: 'Rename', shows: 'RenameGroup' },
			{ press: 'Delete', shows: 'DeleteGroup' },
			{ press: 'Put users in', shows: 'AddGroupMembers' },
			{ press: 'Assign a course', shows: 'AssignCourse' }
		]
	},
	{
		route: `${a}/courses`,
		who: 'holder',
		opens: [
			{ press: 'Buy licences', shows: 'CreateOrder' },
			{ press: /^Assign a course/, shows: 'AssignCourse' }
		]
	},
	{
		route: `${a}/courses/[course]`,
		who: 'holder',
		opens: [
			{ press: 'Buy licences', shows: 'CreateOrder' },
			{ press: /^Assign/, shows: 'AssignCourse' },
			{ press: /^Take the course back from Hubert/, shows: 'RevokeEnrolment' }
		]
	},
	{ route: `${a}/records`, who: 'holder' },
	{ route: `${a}/reports`, who: 'holder', opens: [{ press: 'Assign a course', shows: 'AssignCourse' }] },
	{
		route: `${a}/reports/links`,
		who: 'holder',
		opens: [
			{ press: 'Make a report link', shows: 'CreateReportLink' },
			{ press: /^End/, shows: 'DeleteReportLink' }
		]
	},
	{
		route: `${a}/sessions`,
		who: 'holder',
		opens: [
			{ press: /^Schedule a session/, shows: 'EditSession' },
			{ press: 'Skid pan', shows: 'SessionCard' },
			{ press: 'Skid pan', then: 'Edit', shows: 'EditSession' },
			{ press: 'Skid pan', then: 'Cancel session …', shows: 'CancelSession' }
		]
	},
	{ route: `${a}/drivers`, who: 'holder', opens: [{ press: 'Ann Lee', shows: 'DriverCard' }] },
	{ route: `${a}/drivers/share`, who: 'holder' },
	{
		route: `${a}/routes`,
		who: 'holder',
		query: `on=${DAY}`,
		opens: [
			{ press: /^Make a route/, shows: 'EditRoute' },
			{ press: /^North Run/, shows: 'RouteCard' },
			{ press: /^North Run/, then: 'Edit', shows: 'EditRoute' },
			{ press: /^North Run/, then: 'Delete …', shows: 'DeleteRoute' }
		]
	},
	{
		route: `${a}/codes`,
		who: 'holder',
		opens: [
			{ press: /^Order codes/, shows: 'OrderCodes' },
			{ press: 'Redeem for drivers', shows: 'RedeemForDrivers' }
		]
	},
	{ route: `${a}/codes`, who: 'partner', opens: [{ press: 'Ask to become a reseller', shows: 'RequestReseller' }] },
	{
		route: `${a}/codes/[batch]`,
		who: 'holder',
		opens: [
			{ press: 'Send by mail', shows: 'SendCodes' },
			{ press: /^Void all unused/, shows: 'VoidCodes' },
			{ press: /^Actions for / }
		]
	},
	{ route: `${a}/codes/[batch]/sheet`, who: 'holder' },
	{
		route: `${a}/managers`,
		who: 'holder',
		opens: [
			{ press: /^Invite a manager/, shows: 'InviteManager' },
			{ press: /^Actions for Mary/ },
			{ press: /^Actions for Mary/, then: /^Change/, shows: 'UpdateManager' },
			{ press: /^Actions for Mary/, then: /^Remove/, shows: 'RemoveManager' }
		]
	},
	{
		route: `${a}/clients`,
		who: 'holder',
		opens: [
			{ press: /^Choose who looks after Leeds/, shows: 'SendPeople' },
			{ press: /^Stop looking after Leeds/, shows: 'EndClient' },
			{ press: /^Decline York/, shows: 'EndClient' }
		]
	},
	{ route: `${a}/events`, who: 'holder' },
	{
		route: `${a}/settings`,
		who: 'holder',
		opens: [
			{ press: 'Make an API key', shows: 'CreateApiKey' },
			{ press: 'Remove The shop', shows: 'DeleteApiKey' },
			{ press: 'Make an admin', shows: 'AppointAdmin' },
			{ press: 'Hand the account over', shows: 'HandOverAccount' },
			{ press: 'Refuse a partner', shows: 'RefuseAccount' },
			{ press: /^Close the company/, shows: 'CloseAccount' }
		]
	},
	{ route: `${a}/settings/mails/[kind]`, who: 'holder' },
	{
		route: '/choose',
		who: 'manager',
		opens: [{ press: /^You:/ }, { press: /^Decline/, shows: 'DeclineInvitation' }]
	},
	{ route: '/me/overview', who: 'manager', opens: [{ press: /^You:/ }] },
	{ route: '/me', who: 'driver' },
	{ route: '/me/courses/[enrolment]', who: 'driver' },
	{
		route: '/me/account',
		who: 'driver',
		opens: [
			{ press: 'Make a report link', shows: 'CreateMyReportLink' },
			{ press: /^End/, shows: 'DeleteReportLink' },
			{ press: /^Leave /, shows: 'LeaveContext' },
			{ press: /^Forget me/, shows: 'ForgetMe' }
		]
	},
	{ route: a, who: 'driver' },
	{ route: '/operator', who: 'operator', opens: [{ press: /^Refuse /, shows: 'RefuseResellerRequest' }] },
	{
		route: '/operator/courses',
		who: 'operator',
		opens: [
			{ press: 'Add a course', shows: 'EditCourse' },
			{ press: /^Edit /, shows: 'EditCourse' }
		]
	},
	{ route: '/operator/accounts', who: 'operator', opens: [{ press: /^Plan of /, shows: 'SetAccountPlan' }] },

	{ route: '/no/such/page', who: 'driver', error: 404 },
	{ route: `${a}/users`, who: 'driver', error: 403 },
	{ route: `${a}/users`, who: 'holder', error: 500 }
];

/** What a page is called in the tests over all of them: by its route, and what tells it from others of the same. */
export function pageName(listed: Listed): string {
	const { route, who, error } = listed;
	if (error) return `${route} answered by ${error}`;
	return PAGES.find((one) => one.route === route) === listed ? route : `${route} as ${who}`;
}

/** The address of a page in the scene. */
export function pathTo({ route, who, query }: Listed, { ids, links, partner }: Scene): string {
	const link = Object.entries(links).find(([name]) => route === `/${name}`);
	if (link) return link[1];
	const known = who === 'partner' ? { ...ids, account: partner.id } : ids;
	const path = route.replace(/\[(\w+)\]/g, (_, name: keyof typeof ids) => known[name]);
	if (route.endsWith('/share')) return `${path}?with=${encodeURIComponent(partner.name)}`;
	return query ? `${path}?${query}` : path;
}

export function tokenOf(who: Who, { firm, ann, mary, partner }: Scene): string | null {
	return { nobody: null, holder: firm.token, driver: ann.token, manager: mary.token, partner: partner.token, operator: process.env.CODRIVER_OPERATOR_TOKEN ?? '' }[who];
}

/** Opens a page of the list, and waits till all of it stands. */
export async function visit(page: Page, listed: Listed, of: Scene): Promise<void> {
	await comeAs(page.context(), tokenOf(listed.who, of));
	// The real server has no such fault on demand.
	if (listed.error === 500) await page.route('**/v1/accounts/*', (route) => route.fulfill({ status: 500, contentType: 'application/problem+json', body: '{"status":500,"code":"internal","detail":"Something went wrong."}' }));
	// A page with a link's secret is the same page with another one: it would not load anew.
	await page.goto('about:blank');
	await page.goto(pathTo(listed, of));
	await expect(page.locator('h1').first(), listed.route).toBeVisible();
	await page.waitForLoadState('networkidle');
}

export const nameOf = ({ press, then }: Opens): string => [press, then].filter(Boolean).join(', ');

/** On a small screen what is done with what is ticked is in a menu. */
const WITH_TICKED = 'Actions';

/** What opens something, as one gets to it by keys: focused, not yet pressed. */
export async function focusOpener(page: Page, { tick, press }: Opens) {
	if (tick) {
		// A row that is scrolled to may be another one by the time that it is clicked.
		await page.evaluate(() => scrollTo(0, 0));
		await page.getByRole('checkbox', { name: tick, exact: true }).check();
	}
	const other = tick ? page.getByRole('button', { name: WITH_TICKED, exact: true }) : page.getByRole('link', { name: press, exact: true });
	const opener = page.getByRole('button', { name: press, exact: typeof press === 'string' }).or(other).first();
	await opener.focus();
	return opener;
}

/** Opens what is meant by keys, and answers it. */
export async function openBy(page: Page, opens: Opens) {
	const { tick, press, shows } = opens;
	const opener = await focusOpener(page, opens);
	// To the button of a menu that is closing, to press means to leave it closed.
	await expect(opener).not.toHaveAttribute('aria-expanded', 'true');
	await page.keyboard.press('Enter');
	const then = tick && (await opener.textContent()) === WITH_TICKED ? press : opens.then;
	if (then) {
		await page.getByRole('menuitem', { name: then }).or(page.getByRole('dialog').getByRole('button', { name: then, exact: true })).focus();
		await page.keyboard.press('Enter');
	}
	const opened = shows ? page.getByRole('dialog', { name: titleOf(shows) }) : page.getByRole('menu');
	await expect(opened, `${press} opens ${shows ?? 'a menu'}`).toBeVisible();
	return opened;
}

/** Tests that only look share one company with everything in it. */
export const test = base.extend<{}, { scene: Scene }>({
	scene: [async ({}, use) => use(await scene()), { scope: 'worker', timeout: 60_000 }]
});
export { expect };
