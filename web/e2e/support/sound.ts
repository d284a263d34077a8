import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect } from './test.ts';

/** The page as it stands has no fault that axe finds, contrast included, and does not scroll sideways. */
export async function sound(page: Page, what: string): Promise<void> {
	await expect(page.locator('h1').first()).toBeVisible();
	// Colours that are still moving would be measured half way.
	await page.evaluate(() => Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => {}))));
	const { violations } = await new AxeBuilder({ page }).analyze();
	expect(violations.map(({ id, nodes }) => `${what}: ${id} ${nodes[0]?.html} ${nodes[0]?.failureSummary}`)).toEqual([]);
	const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
	expect(wide, `${what} scrolls sideways`).toBeLessThanOrEqual(0);
}

/** The same in light and dark, on a desk and on small screens; the page is left as it was. */
export async function soundEverywhere(page: Page, what: string): Promise<void> {
	const before = page.viewportSize();
	for (const width of [1280, 360, 320]) {
		await page.setViewportSize({ width, height: 780 });
		for (const colorScheme of ['light', 'dark'] as const) {
			await page.emulateMedia({ colorScheme });
			await sound(page, `${what}, ${colorScheme}, ${width} px`);
		}
	}
	await page.emulateMedia({ colorScheme: null });
	if (before) await page.setViewportSize(before);
}
