/**
 * Runs in the page: what is drawn as long as its figure, by its style, and has no text; without its ground, which
 * is gone on paper and without colours, nothing of it is left.
 */
export function lostBars(): string[] {
	const edges = (element: Element) => {
		const { borderTopStyle, borderTopWidth } = getComputedStyle(element);
		return borderTopStyle !== 'none' && parseFloat(borderTopWidth) >= 1;
	};
	const drawn = (element: Element): boolean => element.matches('svg, img, progress, meter') || edges(element) || [...element.children].some(drawn);
	const sized = [...document.querySelectorAll<HTMLElement>('[style]')].filter(({ style }) => style.flexGrow || [style.width, style.height].some((size) => size.endsWith('%')));
	const lost = sized.filter((element) => !element.textContent?.trim() && element.checkVisibility() && !drawn(element));
	return lost.map((element) => `its bar is not there: ${element.outerHTML.slice(0, 100)}`);
}
