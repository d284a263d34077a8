import { gzipSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import { BUDGETS, GROWN, MOST } from './budgets.ts';
import { CALLS, isLater } from './calls.ts';
import { pageName, visit, type Listed } from './pages.ts';
import type { Scene } from './scene.ts';
import { expect } from './test.ts';

/** `calls` are those that a page waits for; `twice` is what was asked for more than once, then or later. */
type Loads = { js: number; css: number; calls: string[]; twice: string[] };

/** What a page loads till its first data is there, by gzip, whatever the server under test compresses. */
async function loads(page: Page, name: string, visit: () => Promise<void>): Promise<Loads> {
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
	const calls = asked.filter(({ name: url }) => !isLater(name, url));
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

/** Opens a page of the list in a browser that has nothing of it yet: it is small, and asks for each thing once. */
export async function visitSmall(page: Page, listed: Listed, of: Scene): Promise<void> {
	const name = pageName(listed);
	const { js, css, calls, twice } = await loads(page, name, () => visit(page, listed, of));
	console.log(`      ${name}: JS ${js.toFixed(1)} kB, CSS ${css.toFixed(1)} kB`);
	// What stands in place of a page comes on top of it, and waits for no data.
	if (listed.error) expect.soft(css, name).toBeLessThanOrEqual(MOST[1]);
	else {
		const [mostJs, mostCss] = BUDGETS[name] ?? [0, 0];
		expect.soft(js, `kB of JavaScript of ${name}. ${GROWN}`).toBeLessThanOrEqual(Math.min(mostJs, MOST[0]));
		expect.soft(css, `kB of CSS of ${name}. ${GROWN}`).toBeLessThanOrEqual(Math.min(mostCss, MOST[1]));
		expect.soft(calls, name).toEqual(CALLS[name]);
	}
	expect.soft(twice, name).toEqual([]);
}
