import type { Page } from '@playwright/test';
import { address, addUsers, api, assign, company, course, licences, linkFor, origin, take } from './support/service.ts';
import { loads } from './support/loads.ts';
import { expect, pageName, PAGES, test, visit } from './support/pages.ts';
import { open } from './support/test.ts';
import { isQuick, measured, watchInteractions } from './support/timing.ts';

const JS_KB = 60;
const CSS_KB = 10;

const a = '/a/[account]';
const own = '/v1/accounts/{account}';
const mine = (...paths: string[]) => [own, ...paths.map((path) => `${own}/${path}`), '/v1/me'].sort();
/** What each page waits for before it stands. */
const CALLS: Record<string, string[]> = {
	'/sign-in': [],
	'/activate': ['/v1/invitations/preview', '/v1/me'],
	'/invitation': ['/v1/invitations/preview', '/v1/me'],
	'/invite-me': [`${own}/groups`, '/v1/invite-urls/preview', '/v1/me'],
	'/invite-me as nobody': ['/v1/me'],
	'/redeem': ['/v1/me'],
	'/certificate': ['/v1/certificates/check'],
	'/report': ['/v1/reports/open'],
	'/stop-mails': [],
	[`${a}/users`]: mine('groups', 'users'),
	[`${a}/users/import`]: mine('groups'),
	[`${a}/users/[user]`]: mine('drivers/{id}', 'groups', 'users/{id}', 'users/{id}/activity', 'users/{id}/report'),
	[`${a}/groups`]: mine('groups'),
	[`${a}/groups/[group]`]: mine('groups', 'users'),
	[`${a}/courses`]: [...mine('licences', 'orders'), '/v1/courses'].sort(),
	[`${a}/courses/[course]`]: [...mine('licences', 'reports'), '/v1/courses/{id}'].sort(),
	[`${a}/records`]: [...mine('records'), '/v1/courses'].sort(),
	[`${a}/reports`]: mine('groups', 'reports', 'reports/summary'),
	[`${a}/reports/links`]: mine('report-links'),
	[`${a}/sessions`]: mine('sessions'),
	[`${a}/drivers`]: mine('drivers'),
	[`${a}/drivers/share`]: ['/v1/accounts', ...mine('drivers')],
	[`${a}/routes`]: mine('drivers', 'routes'),
	[`${a}/codes`]: mine('code-batches', 'orders'),
	[`${a}/codes as partner`]: mine('code-batches', 'events', 'orders'),
	[`${a}/codes/[batch]`]: mine('code-batches/{id}', 'code-batches/{id}/codes'),
	[`${a}/codes/[batch]/sheet`]: mine('code-batches/{id}', 'code-batches/{id}/codes'),
	[`${a}/managers`]: mine('groups', 'managers'),
	[`${a}/clients`]: mine('clients', 'events', 'managers', 'users'),
	[`${a}/events`]: [...mine('drivers', 'events', 'groups', 'users'), '/v1/courses'].sort(),
	[`${a}/settings`]: mine('api-keys', 'refused', 'settings/emails', 'settings/reminders', 'users'),
	[`${a}/settings/mails/[kind]`]: mine('settings/emails/training_session', 'settings/emails/training_session/preview'),
	'/choose': ['/v1/me', '/v1/me/invitations'],
	'/me/overview': ['/v1/me', '/v1/me/reports/overview'],
	'/me': ['/v1/me', '/v1/me/enrolments', '/v1/me/records', '/v1/me/routes', '/v1/me/sessions'],
	'/me/courses/[enrolment]': ['/v1/me', '/v1/me/enrolments'],
	'/me/account': ['/v1/me', '/v1/me/invite-url', '/v1/me/mails', '/v1/me/report-links', '/v1/me/sign-ins'],
	[a]: mine(),
	'/operator': ['/v1/courses', '/v1/me', '/v1/operator/health', '/v1/operator/orders', '/v1/operator/requests'],
	'/operator/courses': ['/v1/courses', '/v1/me'],
	'/operator/accounts': ['/v1/me', '/v1/operator/accounts']
};
/** The codes of a batch that its chart counts, once the page stands. */
const LATER = /\/codes\?status=redeemed/;

test('every page is small, asks for each thing once, and has a title of its own', async ({ browser, scene }) => {
	test.setTimeout(180_000);
	const titles = new Map<string, string>();
	for (const listed of PAGES) {
		const context = await browser.newContext({ baseURL: origin() });
		const page = await context.newPage();
		const { js, css, calls, twice } = await loads(page, () => visit(page, listed, scene), LATER);
		const title = await page.title();
		await context.close();
		const name = pageName(listed);
		console.log(`      ${name}: JS ${js.toFixed(1)} kB, CSS ${css.toFixed(1)} kB`);
		expect.soft(js, name).toBeLessThanOrEqual(JS_KB);
		expect.soft(css, name).toBeLessThanOrEqual(CSS_KB);
		if (!listed.error) expect.soft(calls, name).toEqual(CALLS[name]);
		expect.soft(twice, name).toEqual([]);
		expect.soft(title, name).toMatch(/\S · Codriver$/);
		const key = listed.error ? name : listed.route;
		expect.soft(titles.get(title) ?? key, `only ${key} is called ${title}`).toBe(key);
		titles.set(title, key);
	}
});

/** A company whose every list has so many rows: drivers who have joined, learned, and hold codes. */
async function many(rows: number) {
	const firm = await company(rows + 10);
	const { id: course_id } = await course(['Grip']);
	await licences(firm, course_id, rows);
	const emails = Array.from({ length: rows }, (_, n) => address(`many${n}`));
	const ids = await addUsers(firm, emails.map((email, n) => ({ email, name: `Driver ${n}`, groups: ['All'] })), true);
	for (let at = 0; at < rows; at += 100) await assign(firm, course_id, ids.slice(at, at + 100), { due_on: '2031-01-31' });
	const learn = async (email: string) => {
		const link = (await linkFor(email, 'activate')).split('#')[1];
		const { token } = await api(null, 'POST', '/v1/activations', { token: link });
		await take(token, course_id, 1);
	};
	for (let at = 0; at < rows; at += 10) await Promise.all(emails.slice(at, at + 10).map(learn));
	await api(process.env.CODRIVER_OPERATOR_TOKEN ?? '', 'PUT', `/v1/operator/accounts/${firm.id}`, { reseller: true });
	const order = { kind: 'codes', course_id, quantity: rows, duration_days: 30 };
	const { batch_id } = await api(firm.token, 'POST', `/v1/accounts/${firm.id}/orders`, order);
	return { firm, batch: batch_id as string };
}

/** Down to the end and up again, by wheel and by keys, through the rows, and a search on the way. */
async function useList(page: Page): Promise<void> {
	for (let n = 0; n < 12; n++) {
		await page.mouse.wheel(0, n % 4 === 3 ? -500 : 900);
		await page.waitForTimeout(30);
	}
	for (const key of ['End', 'Home', 'PageDown', 'PageDown', 'PageUp', 'End', 'PageUp', 'PageUp', 'Home']) await press(page, key);
	for (let n = 0; n < 12; n++) await press(page, 'Tab');
	const search = page.getByRole('searchbox');
	if (await search.count()) {
		await search.focus();
		for (const letter of 'driver 1') await press(page, letter);
		await expect(page).toHaveURL(/q=driver/);
		for (const _ of 'driver 1') await press(page, 'Backspace');
		await expect(page).not.toHaveURL(/q=driver/);
	}
}

/** As fast as somebody who types well. */
async function press(page: Page, key: string): Promise<void> {
	await page.keyboard.press(key);
	await page.waitForTimeout(60);
}

test('every long list is quick, and keeps the page small', async ({ page }) => {
	test.setTimeout(180_000);
	await page.setViewportSize({ width: 1280, height: 800 });
	const { firm, batch } = await many(measured ? 300 : 40);
	// What the server does afterwards of all that takes from the browser on a small machine.
	if (measured) await page.waitForTimeout(10_000);
	await open(page, '/choose', firm.holder);
	for (const path of ['reports', 'records', 'drivers', `codes/${batch}`, 'events', 'groups', 'sessions']) {
		await open(page, `/a/${firm.id}/${path}`);
		await watchInteractions(page);
		await useList(page);
		await isQuick(page, path.replace(/bat_\w+/, '[batch]'));
	}
});
