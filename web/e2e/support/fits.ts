import type { Page } from '@playwright/test';
import { expect } from './test.ts';

/** Gives the window a size, and waits till the page has been drawn in it. */
export async function resize(page: Page, size: { width: number; height: number }): Promise<void> {
	await page.setViewportSize(size);
	await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
}

/** Nothing on the page as it stands is cut off or lies over something else, and it does not scroll sideways. */
export async function fits(page: Page, what: string): Promise<void> {
	expect.soft(await page.evaluate(misfits), what).toEqual([]);
}

/** Runs in the page. Text is looked at line by line, as it is drawn. */
function misfits(): string[] {
	type Box = { left: number; top: number; right: number; bottom: number };
	type Drawn = { box: Box; of: Element; name: string };
	const found: string[] = [];
	const wide = document.documentElement.scrollWidth - innerWidth;
	if (wide > 0) found.push(`it scrolls sideways by ${wide} px`);
	const root = [...document.querySelectorAll('dialog[open]')].at(-1) ?? document.body;

	const styles = new Map<Element, CSSStyleDeclaration>();
	function styleOf(element: Element): CSSStyleDeclaration {
		const known = styles.get(element) ?? getComputedStyle(element);
		styles.set(element, known);
		return known;
	}
	/** Shown by itself over the page, or meant for a screen reader alone. */
	function apart(element: Element): boolean {
		for (let at: Element | null = element; at && at !== root; at = at.parentElement) {
			const style = styleOf(at);
			if (/fixed|sticky/.test(style.position) || style.clipPath !== 'none' || style.opacity === '0' || at.matches('option, [aria-hidden=true]')) return true;
		}
		return false;
	}
	/** What is left of a box inside of what scrolls or cuts around it; null if that is nothing. */
	function seen(box: Box, of: Element, name: string): Box | null {
		const left = { ...box };
		for (let at: Element | null = of; at && at !== document.body; at = at.parentElement) {
			const { overflowX, overflowY, textOverflow, webkitLineClamp } = styleOf(at);
			if (overflowX === 'visible' && overflowY === 'visible') continue;
			if (styleOf(at).display === 'inline') continue;
			const edge = at.getBoundingClientRect();
			const cuts = (overflow: string) => overflow === 'hidden' || overflow === 'clip';
			const told = textOverflow === 'ellipsis' && at.closest('[title], [aria-label]');
			if (cuts(overflowX) && !told && (left.right > edge.right + 1.5 || left.left < edge.left - 1.5)) found.push(`cut off at the side: ${name}`);
			// So many lines and no more: whoever wants the rest goes where it leads.
			if (cuts(overflowY) && webkitLineClamp === 'none' && (left.bottom > edge.bottom + 3 || left.top < edge.top - 3)) found.push(`cut off in its height: ${name}`);
			if (overflowX !== 'visible') [left.left, left.right] = [Math.max(left.left, edge.left), Math.min(left.right, edge.right)];
			if (overflowY !== 'visible') [left.top, left.bottom] = [Math.max(left.top, edge.top), Math.min(left.bottom, edge.bottom)];
			if (left.left >= left.right || left.top >= left.bottom) return null;
		}
		if (left.left < -1 || left.right > innerWidth + 1) found.push(`beside the page: ${name}`);
		return left;
	}

	const drawn: Drawn[] = [];
	function draw(box: Box, of: Element, name: string): void {
		if (box.right - box.left < 1 || box.bottom - box.top < 1) return;
		const left = seen(box, of, name);
		if (left) drawn.push({ box: left, of, name });
	}
	const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
	const range = document.createRange();
	for (let text = texts.nextNode(); text; text = texts.nextNode()) {
		const of = text.parentElement;
		const words = text.nodeValue?.trim() ?? '';
		if (!of || !words || of.closest('script, style, noscript, svg, textarea, select') || !of.checkVisibility({ visibilityProperty: true }) || apart(of)) continue;
		range.selectNodeContents(text);
		// A line is as high as its words, not as what leads it.
		for (const { left, top, right, bottom } of range.getClientRects()) {
			const lead = Math.max(0, (bottom - top) * 0.15);
			draw({ left, right, top: top + lead, bottom: bottom - lead }, of, `“${words.slice(0, 40)}”`);
		}
	}
	for (const control of root.querySelectorAll('input, select, textarea, button, a.button, progress, meter')) {
		if (!control.checkVisibility({ visibilityProperty: true }) || apart(control)) continue;
		const { left, top, right, bottom } = control.getBoundingClientRect();
		draw({ left, top, right, bottom }, control.parentElement ?? control, `<${control.localName} ${control.getAttribute('aria-label') ?? control.textContent?.trim().slice(0, 40)}>`);
	}
	for (const [at, one] of drawn.entries())
		for (const other of drawn.slice(at + 1)) {
			if (one.of === other.of || one.of.contains(other.of) && one.name.startsWith('<') || other.of.contains(one.of) && other.name.startsWith('<')) continue;
			const over = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
			const under = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
			if (over > 2 && under > 2) found.push(`${one.name} and ${other.name} lie over each other`);
		}
	return [...new Set(found)].slice(0, 8);
}
