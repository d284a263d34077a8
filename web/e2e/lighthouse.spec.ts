// How soon a page stands on a phone. Run by itself: LIGHTHOUSE names where it is installed.
import { createServer } from 'node:net';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { PAGES, pathTo, test, tokenOf } from './support/pages.ts';
import { origin } from './support/service.ts';
import { expect } from './support/test.ts';

const installed = process.env.LIGHTHOUSE;
test.skip(!installed, 'Lighthouse is installed for the check that runs it alone.');
test.describe.configure({ mode: 'serial', timeout: 180_000 });

const RUNS = 3;
const ROUTES = ['/sign-in', '/a/[account]/users', '/a/[account]/reports', '/me', '/redeem'];
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
	const browser = await chromium.launch({ executablePath, args: [...args, `--remote-debugging-port=${port}`] });
	try {
		const extraHeaders = token ? { Cookie: `codriver=${token}` } : {};
		const onlyCategories = ['performance', 'accessibility', 'best-practices'];
		const { lhr } = await lighthouse(url, { port, extraHeaders, onlyCategories, logLevel: 'error' });
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

for (const route of ROUTES)
	test(`${route} stands soon on a phone, and stays where it is`, async ({ scene }) => {
		const listed = PAGES.find((one) => one.route === route)!;
		const url = origin() + pathTo(listed, scene).replace(/#.*/, '');
		const runs: Scores[] = [];
		for (let run = 0; run < RUNS; run++) runs.push(await measure(url, tokenOf(listed.who, scene)));
		const median = runs.toSorted((a, b) => a.performance - b.performance)[Math.floor(RUNS / 2)]!;
		console.log(`      ${route}: performance ${runs.map(({ performance }) => performance)}, LCP ${Math.round(median.paint)} ms, blocked ${Math.round(median.blocked)} ms, shift ${median.shift.toFixed(4)}`);
		expect(median.faults).toEqual([]);
		expect(median).toMatchObject({ accessibility: 100, 'best-practices': 100 });
		expect(median.shift).toBeLessThan(0.01);
		expect(median.performance).toBeGreaterThanOrEqual(97);
	});
