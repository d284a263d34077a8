import { beforeNavigate } from '$app/navigation';
import { holdTyped, isHeld } from './typed.ts';

/**
 * The browser asks before what was typed and not sent is left behind: by a link, back, a reload or the
 * window's end. For a component as it is made. Its page's own address may change. A `dialog` goes on to
 * other pages by itself once it is done: then nothing is asked.
 */
export function askBeforeLeaving(unsent: () => boolean, dialog = false): void {
	holdTyped(unsent);
	beforeNavigate(({ from, to, type, cancel }) => {
		const stays = from?.url.pathname === to?.url.pathname || (dialog && type === 'goto');
		if (stays || !isHeld(unsent)) return;
		if (type === 'leave' || !confirm('What is not sent yet would be lost. Leave the page all the same?')) cancel();
	});
}
