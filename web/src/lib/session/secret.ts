let arrived: string | null = null;
const keep = () => (arrived = location.hash.slice(1) || arrived);

/**
 * Keeps a secret that arrives while the first page is being made: the router has read the address by
 * then, and writes it again without.
 */
export const watchForSecrets = () => addEventListener('hashchange', keep);
export const stopWatching = () => removeEventListener('hashchange', keep);

/**
 * What a mail's link carries behind its `#`. It leaves the address bar, and the history, before anything
 * else happens; from then on only the page has it.
 */
export function takeSecret(): string | null {
	const found = location.hash.slice(1) || arrived;
	arrived = null;
	if (!found) return null;
	history.replaceState(history.state, '', location.pathname + location.search);
	return found;
}
