/**
 * Fetches what opens over a page once the page stands: then it opens at once, and takes what is typed
 * right after its key. For `onMount`, which stops it when the page is left before.
 */
export function soon(fetch: () => void): () => void {
	const waiting = setTimeout(fetch, 100);
	return () => clearTimeout(waiting);
}
