// How soon a page stands on a phone. Run by itself: LIGHTHOUSE names where it is installed.
import { createServer } from 'node:net';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { PAGES, pathTo, test, tokenOf, type Who } from './support/pages.ts';
import { front } from './support/front.ts';
import { expect } from './support/test.ts';

const installed = process.env.LIGHTHOUSE;
test.skip(!installed, 'Lighthouse is installed for the check that runs it alone.');
test.describe.configure({ timeout: 300_000 });

/** What the median of three has to be. Other work on the machine only ever makes a page slower: three more may be tried, twice. */
const PERFORMANCE = 97;
const SETS = 3;
const LOOKED_AT: { route: string; who: Who }[] = [
	{ route: '/sign-in', who: 'nobody' },
	{ route: '/a/[account]/users', who: 'holder' },
	{ route: '/a/[account]/reports', who: 'holder' },
	{ route: '/me', who: 'driver' },
	// The browser's log tells of the 401 by which the service says that nobody is signed in.
	{ route: '/redeem', who: 'driver' }
];
type Scores = { performance: number; accessibility: number; 'best-practices': number; shift: number; paint: number; blocked: number; faults: string[] };

async function freePort(): Promise<number> {
	const server = createServer().listen(0);
	await new Promise((ready) => server.once('listening', ready));
	const { port } = server.address() as { port: number };
	await new Promise((done) => server.close(done));
	return port;
}

/** The page as Lighthouse's usual phone sees it: a slow network and processor are reckoned with, not waited for. */
async function measure(url: string, token: string | null): Promise<Scores> {
	const { default: lighthouse } = await import(join(installed!, 'lighthouse/core/index.js'));
	const port = await freePort();
	const { executablePath, args = [] } = test.info().project.use.launchOptions ?? {};
	const browser = await chromium.launch({ executablePath, args: [...args, '--ignore-certificate-errors', `--remote-debugging-port=${port}`] });
	try {
		const extraHeaders = token ? { Cookie: `codriver=${token}` } : {};
		const onlyCategories = ['performance', 'accessibility', 'best-practices'];
		const { lhr } = await lighthouse(url, { port, extraHeaders, onlyCategories, disableFullPageScreenshot: true, logLevel: 'error' });
		const score = (category: string) => Math.round((lhr.categories[category].score ?? 0) * 100);
		const faults = ['accessibility', 'best-practices'].flatMap((category) => lhr.categories[category].auditRefs).filter(({ id, weight }: { id: string; weight: number }) => weight && (lhr.audits[id].score ?? 1) < 1);
		return {
			performance: score('performance'),
			accessibility: score('accessibility'),
			'best-practices': score('best-practices'),
			shift: lhr.audits['cumulative-layout-shift'].numericValue,
			paint: lhr.audits['largest-contentful-paint'].numericValue,
			blocked: lhr.audits['total-blocking-time'].numericValue,
			faults: faults.map(({ id }: { id: string }) => `${id} ${JSON.stringify(lhr.audits[id].details?.items?.[0] ?? '').slice(0, 300)}`)
		};
	} finally {
		await browser.close();
	}
}

/** Three runs, or two where the third cannot change on which side the median is. */
async function measureThree(url: string, token: string | null): Promise<Scores[]> {
	const runs: Scores[] = [];
	const decided = () => [true, false].some((side) => runs.filter(({ performance }) => performance >= PERFORMANCE === side).length === 2);
	while (!decided()) runs.push(await measure(url, token));
	return runs.sort((one, other) => one.performance - other.performance);
}

for (const { route, who } of LOOKED_AT)
	test(`${route} stands soon on a phone, and stays where it is`, async ({ scene }) => {
		const listed = PAGES.find((one) => one.route === route)!;
		const { url, close } = await front();
		const tried: number[][] = [];
		let median: Scores | undefined;
		while (tried.length < SETS && (median?.performance ?? 0) < PERFORMANCE) {
			const runs = await measureThree(url + pathTo(listed, scene).replace(/#.*/, ''), tokenOf(who, scene));
			// Of two on one side the worse one, which is the median, or no better than it.
			const good = runs.filter(({ performance }) => performance >= PERFORMANCE);
			median = good.length === 2 ? good[0] : runs.findLast(({ performance }) => performance < PERFORMANCE);
			tried.push(runs.map(({ performance }) => performance));
		}
		close();
		const { performance, paint, blocked, shift, faults, accessibility, 'best-practices': practices } = median!;
		console.log(`      ${route}: performance ${tried.join(' then ')}, LCP ${Math.round(paint)} ms, blocked ${Math.round(blocked)} ms, shift ${shift.toFixed(4)}`);
		expect(faults).toEqual([]);
		expect([accessibility, practices]).toEqual([100, 100]);
		expect(shift).toBeLessThan(0.01);
		expect(performance, `the median of ${tried.join(', then of ')}`).toBeGreaterThanOrEqual(PERFORMANCE);
	});
