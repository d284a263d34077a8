import type { Page } from '@playwright/test';
import { expect } from './test.ts';

/** How quick lists are, is judged when it is asked for: a machine that does other work besides says nothing of it. */
export const measured = process.env.CODRIVER_ROWS;

/** From here on, how long the page takes to answer what is pressed, by the browser's own count. */
export async function watchInteractions(page: Page): Promise<void> {
	await page.evaluate(() => {
		const took: number[] = [];
		Object.assign(window, { took });
		const options = { type: 'event', durationThreshold: 16 } as PerformanceObserverInit;
		new PerformanceObserver((list) => took.push(...list.getEntries().map(({ duration }) => duration))).observe(options);
	});
}

/** Nineteen in twenty interactions took no longer than 50 ms, and the page has no more than 1,500 nodes. */
export async function isQuick(page: Page, what: string): Promise<void> {
	const [nodes, took] = await page.evaluate(() => [document.querySelectorAll('*').length, (window as unknown as { took: number[] }).took] as const);
	took.sort((a, b) => a - b);
	const p95 = took[Math.floor(took.length * 0.95)] ?? 0;
	console.log(`      ${what}: ${took.length} interactions of 16 ms and more, p95 ${p95} ms, ${nodes} nodes`);
	expect(nodes, what).toBeLessThanOrEqual(1_500);
	if (measured) expect(p95, what).toBeLessThanOrEqual(50);
}
