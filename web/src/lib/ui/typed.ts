import { onDestroy } from 'svelte';

const held = new Set<() => boolean>();

/** No page loads itself anew over what a component holds unsent. For a component as it is made. */
export function holdTyped(unsent: () => boolean): void {
	held.add(unsent);
	onDestroy(() => held.delete(unsent));
}

export function isHeld(unsent: () => boolean): boolean {
	return held.has(unsent) && unsent();
}

/** Whether something stands here that is not sent, or is being typed in a dialog. */
export function isTyped(): boolean {
	return document.querySelector('dialog[open]') !== null || [...held].some((unsent) => unsent());
}

/** The next page is gone to whatever stands here: who sits there chose so, or it is no longer for them. */
export function leaveUnasked(): void {
	held.clear();
}
