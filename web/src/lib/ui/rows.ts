// Focus and keys in a table of which only some rows are in the page. The list does not wait for it.
import { tick } from 'svelte';

/**
 * Says which row has the focus, so that it stays in the page, and goes from row to row by Up and Down, at
 * the same control. `hold` keeps a row in the page, and answers whether there is such a row. What is answered
 * here is called before rows change their places: then the focus stays with its row.
 */
export function watchRows(body: HTMLElement, hold: (index: number) => boolean, onstep: (from: number, to: number) => void): () => void {
	let held = -1;
	/** Which of the row's controls has the focus. */
	let place = 0;

	const rowAt = (index: number) => body.querySelector(`tr[aria-rowindex="${index + 2}"]`);
	const controlsOf = (row: Element | null): HTMLElement[] => [...(row?.querySelectorAll<HTMLElement>('button, a, input') ?? [])];

	body.addEventListener('focusin', ({ target }) => {
		const row = (target as Element).closest('tr')!;
		held = Number(row.ariaRowIndex) - 2;
		place = controlsOf(row).indexOf(target as HTMLElement);
		hold(held);
	});

	body.addEventListener('keydown', async (event) => {
		const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
		const [from, to] = [held, held + (step ?? 0)];
		if (!step) return;
		const near = rowAt(to);
		if (near ? !controlsOf(near)[place] : !hold(to)) return;
		event.preventDefault();
		// It was scrolled away from, and comes into the page first.
		if (!near) await tick();
		const control = controlsOf(rowAt(to))[place];
		if (!control) return void hold(from);
		control.focus();
		control.scrollIntoView({ block: 'nearest' });
		if (event.shiftKey) onstep(from, to);
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
