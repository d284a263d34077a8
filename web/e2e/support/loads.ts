import { gzipSync } from 'node:zlib';
import type { Page } from '@playwright/test';

/** `calls` are those that a page waits for; `twice` is what was asked for more than once, then or later. */
type Loads = { js: number; css: number; calls: string[]; twice: string[] };

/** What a page loads till its first data is there, by gzip, whatever the server under test compresses; nobody waits for what comes `later`. */
export async function loads(page: Page, visit: () => Promise<void>, later?: RegExp): Promise<Loads> {
	const bodies = new Map<string, Promise<number>>();
	page.on('response', (response) => {
		if (/\.(js|css)$/.test(response.url()))
			bodies.set(response.url(), response.body().then((body) => gzipSync(body).length));
	});
	await visit();
	const seen = await page.evaluate(() =>
		(performance.getEntriesByType('resource') as PerformanceResourceTiming[]).map(({ name, startTime, responseEnd }) => ({
			name,
			startTime,
			responseEnd
		}))
	);
	const asked = seen.filter(({ name }) => new URL(name).pathname.startsWith('/v1/'));
	const calls = asked.filter(({ name }) => !later?.test(name));
	// What is fetched once the data is there keeps nobody waiting.
	const there = calls.length ? Math.max(...calls.map(({ responseEnd }) => responseEnd)) : Infinity;
	const before = new Set(seen.filter(({ startTime }) => startTime <= there).map(({ name }) => name));
	const kb = async (end: string) => {
		let sum = 0;
		for (const [url, size] of bodies) if (url.endsWith(end) && before.has(url)) sum += await size;
		return sum / 1000;
	};
	const pathOf = (name: string) => new URL(name).pathname.replace(/acc_\w+/, '{account}').replace(/[a-z]{3}_\w{26}/, '{id}');
	return {
		js: await kb('.js'),
		css: await kb('.css'),
		calls: [...new Set(calls.map(({ name }) => pathOf(name)))].sort(),
		twice: asked.map(({ name }) => name).filter((name, at, all) => all.indexOf(name) !== at)
	};
}
