/** A mail with a code that was asked for. It opens nothing without the code, which is nowhere but in the mail. */
type Attempt = { email: string; attempt: string; at: number };

const GOOD_FOR_MS = 15 * 60_000;

/** The router writes the entry anew once the tab's first page is made. */
let arrived = (history.state as { attempt?: Attempt } | null)?.attempt;

/** What was asked for on this page before it was loaded anew: the code in the mail works still. */
export function takeAttempt(address: string): Attempt | undefined {
	const found = arrived;
	arrived = undefined;
	if (!found || Date.now() - found.at > GOOD_FOR_MS || (address && found.email !== address)) return undefined;
	keepAttempt(found);
	return found;
}

/** Keeps it with the page's entry in the history, which no other page and no other tab has; without one it is forgotten. */
export function keepAttempt(attempt?: Attempt): void {
	history.replaceState({ ...history.state, attempt }, '');
}
