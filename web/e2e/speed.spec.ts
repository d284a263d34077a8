import { gzipSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import { address, addUsers, company } from './support/service.ts';
import { expect, signIn, test } from './support/test.ts';

const JS_KB = 60;
const CSS_KB = 10;

/** What a route loads before its first data, by gzip, whatever the server under test compresses. */
async function loads(page: Page, path: string): Promise<{ js: number; css: number; calls: string[] }> {
	const bodies: Promise<{ type: string; size: number }>[] = [];
	const calls: string[] = [];
	page.on('response', (response) => {
		const { pathname } = new URL(response.url());
		if (pathname.startsWith('/v1/')) calls.push(`${response.request().method()} ${pathname.replace(/acc_\w+/, '{account}')}`);
		const type = /\.(js|css)$/.exec(pathname)?.[1];
		if (type) bodies.push(response.body().then((body) => ({ type, size: gzipSync(body).length })));
	});
	await page.goto(path);
	await expect(page.locator('h1')).toBeVisible();
	await page.waitForLoadState('networkidle');
	const all = await Promise.all(bodies);
	const kb = (of: string) => all.filter(({ type }) => type === of).reduce((sum, { size }) => sum + size, 0) / 1000;
	return { js: kb('js'), css: kb('css'), calls: calls.sort() };
}

test('every route is small, and asks for each thing once', async ({ browser }) => {
	const firm = await company();
	await addUsers(firm, [{ email: address('one'), groups: ['North'] }]);
	for (const [path, as, calls] of [
		['/sign-in', null, []],
		['/choose', address('none'), ['GET /v1/me']],
		[
			`/a/${firm.id}/users`,
			firm.holder,
			['GET /v1/accounts/{account}', 'GET /v1/accounts/{account}/groups', 'GET /v1/accounts/{account}/users', 'GET /v1/me']
		]
	] as const) {
		const context = await browser.newContext();
		if (as) await signIn(context, as);
		const found = await loads(await context.newPage(), process.env.CODRIVER_ORIGIN + path);
		console.log(`      ${path.replace(/acc_\w+/, '[account]')}: JS ${found.js.toFixed(1)} kB, CSS ${found.css.toFixed(1)} kB`);
		expect(found.js).toBeLessThanOrEqual(JS_KB);
		expect(found.css).toBeLessThanOrEqual(CSS_KB);
		expect(found.calls).toEqual(calls);
		await context.close();
	}
});
