/**
 * What a mail's link carries behind its `#`. It leaves the address bar, and the history, before anything
 * else happens; from then on only the page has it.
 */
export function takeSecret(): string | null {
	const found = location.hash.slice(1);
	if (!found) return null;
	history.replaceState(history.state, '', location.pathname + location.search);
	return found;
}
