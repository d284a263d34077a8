import type { Page } from '@playwright/test';
import axe from 'axe-core';
import { fits } from './fits.ts';
import { expect } from './test.ts';

/** The rules that depend on the colours in use; all others find the same in light and in dark. */
const COLOURS = ['color-contrast', 'link-in-text-block'];

/** Axe finds no fault in the page as it stands, contrast included, by all of its rules or by some. */
async function faultless(page: Page, what: string, rules?: string[]): Promise<void> {
	// Colours that are still moving would be measured half way.
	await page.evaluate(() => Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => {}))));
	// What is framed, such as a mail's preview, is looked at by itself.
	for (const frame of page.frames()) {
		if (!(await frame.evaluate(() => 'axe' in window))) await frame.evaluate(axe.source);
		const faults = await frame.evaluate(async (values) => {
			const options = { iframes: false, resultTypes: ['violations'], ...(values ? { runOnly: { type: 'rule', values } } : {}) };
			const { violations } = await (window as unknown as { axe: typeof axe }).axe.run(document, options as axe.RunOptions);
			return violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html} ${nodes[0]?.failureSummary}`);
		}, rules);
		expect.soft(faults, what).toEqual([]);
	}
}

/**
 * The page as it stands is without fault in light and dark, on a desk and on small screens, and fits on
 * each; it is left as it was. What closes by a change of size is opened anew by `again`.
 */
export async function soundEverywhere(page: Page, what: string, again?: () => Promise<void>): Promise<void> {
	const before = page.viewportSize();
	await expect(page.locator('h1').first()).toBeVisible();
	const resize = async (width: number) => {
		await page.setViewportSize({ width, height: 780 });
		await again?.();
	};
	for (const width of [1280, 360, 320]) {
		await resize(width);
		for (const colorScheme of ['light', 'dark'] as const) {
			await page.emulateMedia({ colorScheme });
			await faultless(page, `${what}, ${colorScheme}, ${width} px`, colorScheme === 'dark' ? COLOURS : undefined);
		}
		await fits(page, `${what}, ${width} px`);
	}
	await page.emulateMedia({ colorScheme: null });
	if (before) await page.setViewportSize(before);
}
