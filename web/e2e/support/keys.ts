import type { Locator, Page } from '@playwright/test';
import { expect } from './test.ts';

type Stop = { at: number; name: string; wrong: string | null };

/** Marks what Tab should come to, in the order of reading, and answers the names. */
async function stops(page: Page, within: string): Promise<string[]> {
	return page.evaluate((within) => {
		const all = [...document.querySelector(within)!.querySelectorAll<HTMLElement>('a[href], button, input, select, textarea, summary, iframe, [tabindex], [contenteditable]')];
		const reached = all.filter((element) => {
			if (element.tabIndex < 0 || element.matches(':disabled') || element.closest('[inert]') || !element.checkVisibility({ visibilityProperty: true })) return false;
			// Of radio buttons Tab comes to the chosen one, or to the first where none is.
			const { type, name, checked, form } = element as HTMLInputElement;
			if (type !== 'radio' || checked) return true;
			const group = [...document.querySelectorAll<HTMLInputElement>('input[type=radio]')].filter((other) => other.name === name && other.form === form);
			return !group.some((other) => other.checked) && group[0] === element;
		});
		Object.assign(window, { stops: reached });
		return reached.map((element) => `<${element.localName}> ${element.getAttribute('aria-label') ?? (element.textContent?.trim().slice(0, 40) || element.id)}`);
	}, within);
}

/** Where the focus is, and what is wrong with how it shows. */
async function stop(page: Page): Promise<Stop> {
	return page.evaluate(() => {
		const now = document.activeElement as HTMLElement;
		const reached = (window as unknown as { stops: HTMLElement[] }).stops;
		const name = `<${now.localName}> ${now.getAttribute('aria-label') ?? now.textContent?.trim().slice(0, 40)}`;
		const style = getComputedStyle(now);
		const { left, top, right, bottom, width, height } = now.getBoundingClientRect();
		const [x, y] = [(Math.max(left, 0) + Math.min(right, innerWidth)) / 2, (Math.max(top, 0) + Math.min(bottom, innerHeight)) / 2];
		const over = document.elementFromPoint(x, y);
		let wrong: string | null = null;
		// A date is several stops in one field, of which the browser shows the last by itself.
		const shown = now === document.body || now.matches('[type=date], [type=time], [type=datetime-local]');
		if (!shown && (style.outlineStyle === 'none' || parseFloat(style.outlineWidth) < 1.5)) wrong = 'its focus does not show';
		else if (bottom < 0 || right < 0 || top > innerHeight || left > innerWidth || width * height === 0) wrong = 'it is out of sight';
		else if (over && !now.contains(over) && !over.contains(now)) wrong = `it lies under ${over.outerHTML.slice(0, 90)}`;
		return { at: reached.indexOf(now), name, wrong };
	});
}

/** What there is to choose from may still be on its way: nothing has changed for a while. */
export async function settled(page: Page): Promise<void> {
	await page.evaluate(
		() =>
			new Promise<void>((resolve) => {
				let waiting = setTimeout(resolve, 250);
				new MutationObserver(() => {
					clearTimeout(waiting);
					waiting = setTimeout(resolve, 250);
				}).observe(document.body, { childList: true, subtree: true });
			})
	);
}

/**
 * Tab goes through the page, or what is open over it, from its top to its end: it comes to everything once,
 * in the order of reading, and one sees where one is.
 */
export async function tabThrough(page: Page, what: string, within = 'body'): Promise<void> {
	// From the top: not from the heading, which has the focus of a page that was just opened.
	if (within === 'body')
		await page.evaluate(() => {
			document.body.tabIndex = -1;
			document.body.focus();
			document.body.removeAttribute('tabindex');
		});
	const names = await stops(page, within);
	const wrong: string[] = [];
	let before = -1;
	if (within !== 'body') {
		// What is open begins with what is filled in first, which may not be its top.
		await page.evaluate(() => (window as unknown as { stops: HTMLElement[] }).stops[0]?.focus());
		before = 0;
	}
	for (let pressed = 0; before < names.length - 1; pressed++) {
		if (pressed > names.length * 4) {
			wrong.push(`it does not end: ${names.slice(before, before + 3)}`);
			break;
		}
		await page.keyboard.press('Tab');
		// Into a frame the focus goes a little later.
		if (names[before + 1]?.startsWith('<iframe>'))
			await expect.poll(async () => (await stop(page)).wrong ?? (await stop(page)).at).toBe(before + 1);
		const { at, name, wrong: fault } = await stop(page);
		if (fault) wrong.push(`${name}: ${fault}`);
		// A native date field is three stops, a frame has its own.
		if (at === before) continue;
		if (at === -1) {
			wrong.push(`the focus is lost to ${name} after ${names[before]}`);
			break;
		}
		if (at !== before + 1) wrong.push(`${names[before + 1]} is passed over, for ${name}`);
		before = at;
	}
	expect.soft(wrong, what).toEqual([]);
}

/** What is open over the page keeps the focus, and Esc gives it back to what opened it. */
export async function keepsFocus(page: Page, opened: Locator, opener: Locator, what: string): Promise<void> {
	const inside = () => opened.evaluate((over) => over.contains(document.activeElement));
	await expect.poll(inside, `${what}: the focus is in it`).toBe(true);
	const modal = await opened.evaluate((over) => over.localName === 'dialog');
	if (modal) {
		// From its last stop on, and from its first one back, Tab stays in it; between, the browser may have it.
		await opened.evaluate((over) => [...over.querySelectorAll<HTMLElement>('button, input, select, textarea, a[href]')].at(-1)?.focus());
		for (const key of ['Tab', 'Tab', 'Shift+Tab', 'Shift+Tab']) {
			await page.keyboard.press(key);
			expect(await opened.evaluate((over) => over.contains(document.activeElement) || document.activeElement === document.body), `${what}: ${key} stays in it`).toBe(true);
		}
	}
	await page.keyboard.press('Escape');
	await expect(opened, `${what}: Esc closes it`).toBeHidden();
	await expect(opener, `${what}: the focus is back`).toBeFocused();
}

/** Goes by Tab to what is meant, as far as it takes. */
export async function reach(page: Page, target: Locator): Promise<void> {
	await expect(target).toBeVisible();
	const there = () => target.evaluate((element) => element === document.activeElement);
	for (let pressed = 0; !(await there()); pressed++) {
		expect(pressed, `Tab comes to ${target}`).toBeLessThan(300);
		await page.keyboard.press('Tab');
	}
}
