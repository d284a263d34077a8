/** What a reseller hands out: 19 symbols of Crockford's base 32, and one that checks them. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
export const SYMBOLS = 20;
const GROUP = 5;

/** A code as it is meant: any case, with or without dashes, look-alikes mended; in groups of five. */
export function readCode(typed: string): string {
	const symbols = symbolsOf(typed);
	return symbols.match(new RegExp(`.{1,${GROUP}}`, 'g'))?.join('-') ?? '';
}

/** The symbols alone: how many there are tells what is missing. */
export function symbolsOf(typed: string): string {
	return typed
		.normalize('NFKC')
		.replace(/^\s*code\s*:/i, '')
		.toUpperCase()
		.replace(/O/g, '0')
		.replace(/[IL]/g, '1')
		.replace(/[^0-9A-Z]/g, '');
}

/** What is wrong with a code, as far as it tells itself without being sent. */
export function fault(typed: string): string | undefined {
	const symbols = symbolsOf(typed);
	if (symbols.includes('U')) return 'No code has a U in it. Perhaps it is a V.';
	if (!symbols) return 'Type or paste the code.';
	if (symbols.length < SYMBOLS) {
		const missing = SYMBOLS - symbols.length;
		return `A code has ${SYMBOLS} letters and digits: ${missing === 1 ? 'one is' : `${missing} are`} missing.`;
	}
	if (symbols.length > SYMBOLS) {
		const more = symbols.length - SYMBOLS;
		return `A code has ${SYMBOLS} letters and digits: ${more === 1 ? 'one is' : `${more} are`} too many.`;
	}
	return checks(symbols) ? undefined : 'There is a typing mistake in this code. Compare it with what you were sent.';
}

/**
 * Whether the last symbol checks the others: their sum in GF(32), the polynomials over GF(2) modulo
 * x⁵ + x² + 1, weighted by powers of x, is zero. It catches every wrong symbol and every swap of two.
 */
function checks(symbols: string): boolean {
	let sum = 0;
	for (const symbol of symbols) sum = timesX(sum) ^ ALPHABET.indexOf(symbol);
	return sum === 0;
}

function timesX(element: number): number {
	const doubled = element << 1;
	return doubled & 0b10_0000 ? doubled ^ 0b10_0101 : doubled;
}
