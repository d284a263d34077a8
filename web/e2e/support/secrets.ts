/** Letters and digits of codes. */
const SYMBOL = '[0-9A-HJKMNP-TV-Z]';

/**
 * Every kind of secret that the service hands out, by how it looks: tokens of sign-ins and API keys, attempts to
 * sign in, what links carry, codes of courses and certificates, codes that sign in.
 */
export const SECRET = new RegExp(
	['cd[sk]_[\\w-]{40,}', 'att_\\w{26}', '\\bA[Q-Za-f][\\w-]{60,}', `\\b(?:${SYMBOL}{5}-?){4}\\b`, `\\b${SYMBOL}{4}-${SYMBOL}{4}\\b`].join('|')
);

/** An address of somebody whom a test made up. */
export const PERSON = /@example\.com/;

/** What of an address is told to others: all but what comes after #. Where a list goes on is sealed, and nobody's secret. */
export function toldBy(address: string): string {
	const { pathname, searchParams } = new URL(address);
	searchParams.delete('cursor');
	return `${pathname}?${[...searchParams].join('&')}`;
}
