import { gzipSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import { address, addUsers, api, company, linkFor } from './support/service.ts';
import { expect, signIn, test } from './support/test.ts';

const JS_KB = 60;
const CSS_KB = 10;

/** What a route loads till its first data is there, by gzip, whatever the server under test compresses. */
async function loads(page: Page, path: string): Promise<{ js: number; css: number; calls: string[] }> {
	const bodies = new Map<string, Promise<number>>();
	page.on('response', (response) => {
		if (/\.(js|css)$/.test(response.url()))
			bodies.set(response.url(), response.body().then((body) => gzipSync(body).length));
	});
	await page.goto(path);
	await expect(page.locator('h1')).toBeVisible();
	await page.waitForLoadState('networkidle');
	const seen = await page.evaluate(() =>
		(performance.getEntriesByType('resource') as PerformanceResourceTiming[]).map(({ name, startTime, responseEnd }) => ({
			name,
			startTime,
			responseEnd
		}))
	);
	const calls = seen.filter(({ name }) => new URL(name).pathname.startsWith('/v1/'));
	// What is fetched once the data is there keeps nobody waiting.
	const there = calls.length ? Math.max(...calls.map(({ responseEnd }) => responseEnd)) : Infinity;
	const before = new Set(seen.filter(({ startTime }) => startTime <= there).map(({ name }) => name));
	const kb = async (end: string) => {
		let sum = 0;
		for (const [url, size] of bodies) if (url.endsWith(end) && before.has(url)) sum += await size;
		return sum / 1000;
	};
	return {
		js: await kb('.js'),
		css: await kb('.css'),
		calls: calls.map(({ name }) => new URL(name).pathname.replace(/acc_\w+/, '{account}')).sort()
	};
}

test('every route is small, and asks for each thing once', async ({ browser }) => {
	const firm = await company();
	await addUsers(firm, [{ email: address('one'), groups: ['North'] }]);
	const [driver, manager] = [address('driver'), address('manager')];
	await addUsers(firm, [{ email: driver }], true);
	await api(firm.token, 'POST', `/v1/accounts/${firm.id}/managers`, { email: manager, scope: { kind: 'company' } });
	for (const [path, as, calls] of [
		['/sign-in', null, []],
		[await linkFor(driver, 'activate'), null, ['/v1/invitations/preview', '/v1/me']],
		[await linkFor(manager, 'invitation'), manager, ['/v1/invitations/preview', '/v1/me', '/v1/me/invitations']],
		['/redeem', address('redeems'), ['/v1/me']],
		[await linkFor(driver, 'stop-mails'), null, []],
		['/choose', address('none'), ['/v1/me']],
		[
			`/a/${firm.id}/users`,
			firm.holder,
			['/v1/accounts/{account}', '/v1/accounts/{account}/groups', '/v1/accounts/{account}/users', '/v1/me']
		]
	] as const) {
		const context = await browser.newContext();
		if (as) await signIn(context, as);
		const found = await loads(await context.newPage(), process.env.CODRIVER_ORIGIN + path);
		console.log(`      ${path.replace(/acc_\w+/, '[account]').replace(/#.*/, '#')}: JS ${found.js.toFixed(1)} kB, CSS ${found.css.toFixed(1)} kB`);
		expect(found.js).toBeLessThanOrEqual(JS_KB);
		expect(found.css).toBeLessThanOrEqual(CSS_KB);
		expect(found.calls).toEqual(calls);
		await context.close();
	}
});
