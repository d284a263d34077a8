import { beforeNavigate } from '$app/navigation';

/**
 * The browser asks before what was typed and not sent is left behind: by a link, back, a reload or the
 * window's end. For a component as it is made. Its own page's address may change.
 */
export function askBeforeLeaving(unsent: () => boolean): void {
	beforeNavigate(({ from, to, type, cancel }) => {
		if (from?.url.pathname === to?.url.pathname || !unsent()) return;
		if (type === 'leave' || !confirm('What is not sent yet would be lost. Leave the page all the same?')) cancel();
	});
}
