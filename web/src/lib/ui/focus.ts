import { tick } from 'svelte';

/** Gives the focus to what the page begins with, or its heading, once that is drawn. */
export async function focusFirst(): Promise<void> {
	await tick();
	const begin = document.querySelector<HTMLElement>('main [data-first]') ?? document.querySelector<HTMLElement>('h1');
	begin?.focus();
}

/** What had the focus is gone: the heading takes it, and what is looked at stays in view. */
export function focusHeading(): void {
	document.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true });
}
