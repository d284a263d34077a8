import type { Page } from '@playwright/test';
import { pageName, PAGES, test, visit } from './support/pages.ts';
import { USERS } from './support/scene.ts';
import { expect } from './support/test.ts';

// What fits on a sheet of A4 between its margins, asked for by somebody who likes it dark.
test.use({ colorScheme: 'dark', viewport: { width: 718, height: 1040 } });

/** What of a page in print is of no use on paper, or is not to be read there. */
async function misprints(page: Page): Promise<string[]> {
	return page.evaluate(() => {
		const found: string[] = [];
		const shade = (colour: string) => {
			const [red = 255, green = 255, blue = 255, alpha = 1] = (colour.match(/[\d.]+/g) ?? []).map(Number);
			return alpha === 0 ? 1 : (red * 0.3 + green * 0.59 + blue * 0.11) / 255;
		};
		for (const element of document.body.querySelectorAll('*')) {
			if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) || element.closest('svg')) continue;
			const name = `<${element.localName} ${element.className}> ${element.textContent?.trim().slice(0, 40)}`;
			const { width, height } = element.getBoundingClientRect();
			if (width * height < 2) continue;
			if (element.matches('nav, .button, button.link:not(.says), [role=search]')) found.push(`on paper it is of no use: ${name}`);
			// What is drawn, such as a bar, may be dark; what is written on may not.
			if (element.textContent?.trim() && shade(getComputedStyle(element).backgroundColor) < 0.75) found.push(`its ground is dark: ${name}`);
			if (element.matches('progress, meter') && (width < 8 || height < 4 || getComputedStyle(element).appearance === 'none')) found.push(`its bar is not there: ${name}`);
		}
		if (document.documentElement.scrollWidth > innerWidth) found.push(`it is wider than the paper: ${document.documentElement.scrollWidth}`);
		return [...new Set(found)].slice(0, 10);
	});
}

for (const listed of PAGES)
	test(`${pageName(listed)} prints: what there is to read, light, and nothing that is to be pressed`, async ({ page, scene }) => {
		await visit(page, listed, scene);
		await page.emulateMedia({ media: 'print' });
		expect(await misprints(page)).toEqual([]);
	});

test('a list of which a part is in the page prints all of its rows', async ({ page, scene }) => {
	for (const [route, rows] of [['users', USERS + 4], ['reports', USERS + 3]] as const) {
		await visit(page, PAGES.find((listed) => listed.route === `/a/[account]/${route}`)!, scene);
		const shown = await page.locator('tr[data-row]').count();
		expect(shown).toBeLessThan(rows);
		await page.evaluate(() => addEventListener('beforeprint', () => Object.assign(window, { printed: document.querySelectorAll('tr[data-row]').length })));
		await page.pdf({ format: 'A4' });
		expect(await page.evaluate(() => (window as unknown as { printed: number }).printed)).toBe(rows);
		await expect(page.locator('tr[data-row]')).toHaveCount(shown);
	}
});
