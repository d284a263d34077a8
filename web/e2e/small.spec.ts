import type { Page } from '@playwright/test';
import { lostBars } from './support/bars.ts';
import { fits, resize } from './support/fits.ts';
import { nameOf, openBy, pageName, PAGES, test as base, visit } from './support/pages.ts';
import { expect } from './support/test.ts';

// Text of twice the size, as somebody sets it in the browser.
const test = base.extend({
	launchOptions: [async ({ launchOptions }, use) => use({ ...launchOptions, args: [...(launchOptions.args ?? []), '--blink-settings=defaultFontSize=32'] }), { scope: 'worker' }]
});
test.describe.configure({ timeout: 90_000 });
test.use({ actionTimeout: 7_000 });

/** A desk, and the width that is to this text as 320 px are to text of the usual size. */
const WIDTHS = [1280, 640, 390];

for (const listed of PAGES)
	test(`${pageName(listed)} is whole on small screens and with text of twice the size, and needs no colours of its own`, async ({ page, scene }) => {
		await visit(page, listed, scene);
		await everywhere(page, pageName(listed));
		for (const opens of listed.opens ?? []) {
			const opened = await openBy(page, opens);
			await everywhere(page, nameOf(opens), async () => {
				// A menu closes when the window's size changes.
				if (!(await opened.isVisible())) await openBy(page, opens);
			});
			await page.keyboard.press('Escape');
			await expect(opened).toBeHidden();
		}
	});

async function everywhere(page: Page, what: string, again?: () => Promise<void>): Promise<void> {
	for (const width of WIDTHS) {
		await resize(page, { width, height: 900 });
		await again?.();
		await fits(page, `${what}, ${width} px`);
	}
	await page.emulateMedia({ forcedColors: 'active' });
	expect.soft([...(await page.evaluate(unsaid)), ...(await page.evaluate(lostBars))], what).toEqual([]);
	await page.emulateMedia({ forcedColors: null });
}

/** Runs in the page: what is chosen but looks like what is not, and bars that are not there. */
function unsaid(): string[] {
	const found: string[] = [];
	const looks = (element: Element) => {
		const { borderColor, borderWidth, borderStyle, outlineStyle, textDecorationLine, fontWeight, color, backgroundColor } = getComputedStyle(element);
		return JSON.stringify([borderColor, borderWidth, borderStyle, outlineStyle, textDecorationLine, fontWeight, color, backgroundColor]);
	};
	const chosen = '[aria-current]:not([aria-current=false]), [aria-pressed=true], [aria-selected=true]';
	for (const element of document.querySelectorAll(chosen)) {
		if (!element.checkVisibility()) continue;
		const like = [...(element.parentElement?.parentElement ?? document).querySelectorAll(element.localName)];
		const other = like.find((one) => one !== element && !one.matches(chosen) && one.className.split(' ')[0] === element.className.split(' ')[0]);
		if (other && looks(other) === looks(element)) found.push(`looks like the others: ${element.outerHTML.slice(0, 100)}`);
	}
	for (const bar of document.querySelectorAll('progress, meter'))
		if (bar.checkVisibility() && getComputedStyle(bar).appearance === 'none') found.push(`its bar is not there: ${bar.outerHTML.slice(0, 100)}`);
	return [...new Set(found)];
}
