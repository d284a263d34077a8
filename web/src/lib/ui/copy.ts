import { toasts } from './toasts.svelte.ts';

/** Copies a text, and says so; where a browser does not let it, the text is shown instead. */
export async function copy(text: string): Promise<void> {
	try {
		await navigator.clipboard.writeText(text);
		toasts.say('Copied.');
	} catch {
		toasts.say(`This browser does not let it be copied: ${text}`, true);
	}
}
