import { fault, readCode, SYMBOLS, symbolsOf } from './code.ts';

export type Row = { code: string; email: string; name?: string; line: string; why?: string };

/** Rows of a code, an address and perhaps a name, as they are pasted: with commas, tabs or spaces. */
export function readRows(text: string): Row[] {
	return text
		.split(/\r?\n/)
		.map((line) => line.trim())
		.filter(Boolean)
		.map(readRow);
}

function readRow(line: string): Row {
	const words = line.replace(/["<>]/g, ' ').split(/[\s,;]+/).filter(Boolean);
	const email = words.find((word) => word.includes('@')) ?? '';
	const rest = words.filter((word) => word !== email);
	// A code may have been typed with spaces: as many words as make one up.
	let used = 0;
	let symbols = '';
	while (used < rest.length && symbols.length < SYMBOLS) symbols += symbolsOf(rest[used++] ?? '');
	const name = rest.slice(used).join(' ') || undefined;
	const why = !email ? 'There is no e-mail address in this row.' : fault(symbols);
	return { code: readCode(symbols), email, name, line, why };
}
