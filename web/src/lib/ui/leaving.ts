import { onDestroy } from 'svelte';
import { beforeNavigate } from '$app/navigation';

let unasked = false;
const held = new Set<() => boolean>();

/** Whether something stands here that is not sent, or is being typed in a dialog. */
export function isTyped(): boolean {
	return document.querySelector('dialog[open]') !== null || [...held].some((unsent) => unsent());
}

/** No page loads itself anew over what a component holds unsent. For a component as it is made. */
export function holdTyped(unsent: () => boolean): void {
	held.add(unsent);
	onDestroy(() => held.delete(unsent));
}

/**
 * The browser asks, too, before what was typed and not sent is left behind: by a link, back, a reload or the
 * window's end. Its page's own address may change. A `dialog` goes on to other pages by itself once it is
 * done: then nothing is asked.
 */
export function askBeforeLeaving(unsent: () => boolean, dialog = false): void {
	holdTyped(unsent);
	beforeNavigate(({ from, to, type, cancel }) => {
		const stays = from?.url.pathname === to?.url.pathname || (dialog && type === 'goto');
		if (unasked || stays || !unsent()) return;
		if (type === 'leave' || !confirm('What is not sent yet would be lost. Leave the page all the same?')) cancel();
	});
}

/** The next page is gone to whatever stands here: it is no longer for who sits there. */
export function leaveUnasked(): void {
	unasked = true;
}
