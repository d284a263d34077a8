import { gzipSync } from 'node:zlib';
import type { Browser, Page } from '@playwright/test';
import { expect, signIn } from './test.ts';

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

/** A route, opened as somebody or as nobody, is small, and asks for these things, each once. */
export async function isSmall(browser: Browser, path: string, as: string | null, calls: readonly string[]): Promise<void> {
	const context = await browser.newContext();
	if (as) await signIn(context, as);
	const found = await loads(await context.newPage(), process.env.CODRIVER_ORIGIN + path);
	const route = path.replace(/acc_\w+/, '[account]').replace(/crs_\w+/, '[course]').replace(/usr_\w+/, '[user]').replace(/grp_\w+/, '[group]').replace(/bat_\w+/, '[batch]').replace(/#.*/, '#');
	console.log(`      ${route}: JS ${found.js.toFixed(1)} kB, CSS ${found.css.toFixed(1)} kB`);
	expect(found.js).toBeLessThanOrEqual(JS_KB);
	expect(found.css).toBeLessThanOrEqual(CSS_KB);
	expect(found.calls).toEqual(calls);
	await context.close();
}
