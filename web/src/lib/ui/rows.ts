// Focus and keys in a table of which only some rows are in the page. The list does not wait for it.
import { tick } from 'svelte';

type Table = {
	/** How many rows there are. */
	count: () => number;
	/** How many rows a screen shows. */
	fitting: () => number;
	/** Keeps a row in the page. */
	hold: (index: number) => void;
	/** Draws a row, with those around it, though others are in view. */
	draw: (index: number) => void;
	/** Shift and an arrow went from one row to the next. */
	onstep: (from: number, to: number) => void;
};

/**
 * Says which row has the focus, so that it stays in the page, and goes to others by keys, at the same control: by
 * Up and Down to the next, by Page Up and Page Down a screen further, by Home and End to the first and the last. It goes
 * there at once: browsers pass all rows on the way. Where there is none to go to, keys scroll the page. What is answered
 * here is called before rows change their places: then the focus stays with its row.
 */
export function watchRows(body: HTMLElement, { count, fitting, hold, draw, onstep }: Table): () => void {
	let held = -1;
	/** Which of the row's controls has the focus. */
	let place = 0;

	const rowAt = (index: number) => body.querySelector(`tr[aria-rowindex="${index + 2}"]`);
	const controlsOf = (row: Element | null): HTMLElement[] => [...(row?.querySelectorAll<HTMLElement>('button, a, input') ?? [])];

	function watch(focused: HTMLElement): void {
		const row = focused.closest('tr')!;
		held = Number(row.ariaRowIndex) - 2;
		place = controlsOf(row).indexOf(focused);
		hold(held);
	}

	body.addEventListener('focusin', ({ target }) => watch(target as HTMLElement));
	// The list did not wait: somebody may be in it already.
	const already = document.activeElement as HTMLElement;
	if (body.contains(already)) watch(already);

	/** Where a key goes to; nowhere from the last row that way, and not where it is for the text or for a selection. */
	function aimOf(event: KeyboardEvent): number | undefined {
		const [page, last] = [fitting() - 2, count() - 1];
		const step = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, End: last, Home: -last }[event.key];
		const isFar = !/^Arrow/.test(event.key);
		const isForText = isFar && (event.target as Element).matches('input:not([type=checkbox])');
		const selects = isFar && event.shiftKey;
		if (!step || isForText || selects || event.ctrlKey || event.metaKey || event.altKey) return undefined;
		const to = Math.max(0, Math.min(last, held + step));
		return to === held ? undefined : to;
	}

	body.addEventListener('keydown', async (event) => {
		const [from, to] = [held, aimOf(event)];
		if (to === undefined) return;
		const near = rowAt(to);
		if (near && !controlsOf(near)[place]) return;
		event.preventDefault();
		// It is far: it comes into the page first.
		if (!near) {
			draw(to);
			await tick();
		}
		const row = rowAt(to);
		const control = controlsOf(row)[place];
		if (control) control.focus({ preventScroll: true });
		else hold(from);
		row?.scrollIntoView({ block: 'nearest' });
		if (control && event.shiftKey) onstep(from, to);
	});

	return () => {
		const focused = document.activeElement;
		if (!body.contains(focused)) return;
		void tick().then(() => {
			const row = rowAt(held);
			const now = document.activeElement;
			if (row?.contains(now) || (now !== document.body && now !== focused)) return;
			const controls = controlsOf(row);
			(controls[place] ?? controls[0])?.focus({ preventScroll: true });
		});
	};
}
