import { connection } from '#lib/session/connection.svelte.ts';

/**
 * Fetches what opens over a page once the page stands, and after what it asks the service for, which on a
 * slow line it would keep back: then it opens at once, and takes what is typed right after its key. For
 * `onMount`, which stops it when the page is left before.
 */
export function soon(fetch: () => Promise<unknown>[]): () => void {
	let waiting = setTimeout(look, 100);
	function look(): void {
		if (connection.underWay) waiting = setTimeout(look, 100);
		// What does not come now, since the page is left or nothing is reached, is asked for again once it is to open.
		else for (const one of fetch()) one.catch(() => null);
	}
	return () => clearTimeout(waiting);
}
