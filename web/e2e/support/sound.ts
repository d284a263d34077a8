import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import type axe from 'axe-core';
import { fits, resize } from './fits.ts';
import { expect } from './test.ts';

const AXE = readFileSync('node_modules/axe-core/axe.min.js', 'utf8');

/** The rules that depend on the colours in use; all others find the same in light and in dark. */
const COLOURS = ['color-contrast', 'link-in-text-block'];

/**
 * Axe finds no fault in the page as it stands, or in what is open over it, contrast included, by all of its
 * rules or by some.
 */
async function faultless(page: Page, what: string, rules?: string[]): Promise<void> {
	// Colours that are still moving would be measured half way.
	await page.evaluate(() => document.getAnimations().forEach((animation) => (animation.effect?.getComputedTiming().endTime === Infinity ? animation.cancel() : animation.finish())));
	// What is framed, such as a mail's preview, is looked at by itself.
	for (const frame of page.frames()) {
		if (!(await frame.evaluate(() => 'axe' in window))) await frame.evaluate(AXE);
		const faults = await frame.evaluate(async (values) => {
			const over = [...document.querySelectorAll('dialog[open], [role=menu]:popover-open')].at(-1);
			// A part of a page needs no landmarks of its own.
			const context = over ?? (window === top ? document : document.body);
			const rules = window === top ? {} : { rules: { region: { enabled: false } } };
			const options = { iframes: false, resultTypes: ['violations'], ...rules, ...(values ? { runOnly: { type: 'rule', values } } : {}) };
			const { violations } = await (window as unknown as { axe: typeof axe }).axe.run(context, options as axe.RunOptions);
			return violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html} ${nodes[0]?.failureSummary}`);
		}, rules);
		expect.soft(faults, what).toEqual([]);
	}
}

/** Axe runs scripts in what it looks at, which a mail's frame lets nobody do: here it may. */
async function letIn(page: Page): Promise<void> {
	await page.evaluate(async () => {
		for (const frame of document.querySelectorAll<HTMLIFrameElement>('iframe[sandbox]:not([sandbox~=allow-scripts])')) {
			const loaded = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
			frame.sandbox.add('allow-scripts');
			frame.srcdoc = frame.srcdoc;
			await loaded;
		}
	});
}

/** The page as it stands is without fault in light and dark, and fits. */
export async function sound(page: Page, what: string): Promise<void> {
	for (const colorScheme of ['light', 'dark'] as const) {
		await page.emulateMedia({ colorScheme });
		await faultless(page, `${what}, ${colorScheme}`, colorScheme === 'dark' ? COLOURS : undefined);
	}
	await page.emulateMedia({ colorScheme: null });
	await fits(page, what);
}

/**
 * The page as it stands is without fault in light and dark, on a desk and on a phone, and fits on these, on a
 * tablet and on the smallest phone; it is left as it was. What closes by a change of size is opened anew by `again`.
 */
export async function soundEverywhere(page: Page, what: string, again?: () => Promise<void>): Promise<void> {
	const before = page.viewportSize();
	await letIn(page);
	await expect(page.locator('h1').first()).toBeVisible();
	for (const width of [1280, 768, 360, 320]) {
		await resize(page, { width, height: 780 });
		await again?.();
		// Between them and a little narrower, the same is there: it only has to fit.
		if (width === 768 || width === 320) await fits(page, `${what}, ${width} px`);
		else await sound(page, `${what}, ${width} px`);
	}
	if (before) await resize(page, before);
}
