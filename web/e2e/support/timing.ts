import { cpus } from 'node:os';
import type { Page } from '@playwright/test';
import { expect } from './test.ts';

/** How many rows lists have where their quickness is judged: alone, since a machine that does other work besides says nothing of it. */
export const measured = process.env.CODRIVER_ROWS;

/** What the server does afterwards of so many takes from the browser on a small machine: waits till that is done, a minute at most. */
export async function untilIdle(): Promise<void> {
	for (let seconds = 0, before = times(); seconds < 60; seconds++) {
		await new Promise((resolve) => setTimeout(resolve, 1_000));
		const now = times();
		if ((now.idle - before.idle) / (now.all - before.all) > 0.8) return;
		before = now;
	}
}

function times(): { idle: number; all: number } {
	const each = cpus().map(({ times }) => times);
	return { idle: sum(each.map(({ idle }) => idle)), all: sum(each.flatMap(({ user, nice, sys, irq, idle }) => [user, nice, sys, irq, idle])) };
}

const sum = (numbers: number[]): number => numbers.reduce((one, other) => one + other, 0);

/** With fewer, nineteen in twenty says little. */
const ENOUGH = 20;

type Interactions = () => { count: number; slow: number[] };

/** From here on, how long the page takes to show the answer to each press, click and tap, by the browser's own count. */
export async function watchInteractions(page: Page): Promise<void> {
	await page.evaluate(() => {
		const count = () => (performance as unknown as { interactionCount: number }).interactionCount;
		const before = count();
		// One that is answered within a frame has no entry, and is counted only.
		const slow = new Map<number, number>();
		const note = (entries: PerformanceEntryList) => {
			for (const { interactionId: id, duration } of entries as PerformanceEventTiming[])
				if (id) slow.set(id, Math.max(slow.get(id) ?? 0, duration));
		};
		const observer = new PerformanceObserver((list) => note(list.getEntries()));
		observer.observe({ type: 'event', durationThreshold: 16 } as PerformanceObserverInit);
		const interactions: Interactions = () => {
			note(observer.takeRecords());
			return { count: count() - before, slow: [...slow.values()] };
		};
		Object.assign(window, { interactions });
	});
}

/** Nineteen in twenty interactions took no longer than 50 ms, and the page has no more than 1,500 nodes. */
export async function isQuick(page: Page, what: string): Promise<void> {
	await page.waitForTimeout(100);
	const [nodes, { count, slow }] = await page.evaluate(() => [document.querySelectorAll('*').length, (window as unknown as { interactions: Interactions }).interactions()] as const);
	slow.sort((a, b) => b - a);
	const p95 = slow[Math.floor(count / 20)] ?? 16;
	console.log(`      ${what}: ${count} interactions, p95 ${p95} ms, longest ${slow[0] ?? 16} ms, ${nodes} nodes`);
	expect.soft(nodes, what).toBeLessThanOrEqual(1_500);
	expect.soft(count, what).toBeGreaterThanOrEqual(ENOUGH);
	if (measured) expect.soft(p95, what).toBeLessThanOrEqual(50);
}
