/** What a file is, where it is no list; each with what to do about it. */
const KINDS: [begins: number[], what: string][] = [
	[[0x50, 0x4b, 0x03, 0x04], 'This is a workbook, such as Excel’s .xlsx. Save it as CSV, or copy its cells and paste them here.'],
	[[0xd0, 0xcf, 0x11, 0xe0], 'This is a workbook of an older Excel. Save it as CSV, or copy its cells and paste them here.'],
	[[0x25, 0x50, 0x44, 0x46], 'This is a PDF. Choose a CSV file, or paste the list as text.'],
	[[0x89, 0x50, 0x4e, 0x47], 'This is a picture. Choose a CSV file, or paste the list as text.'],
	[[0xff, 0xd8, 0xff], 'This is a picture. Choose a CSV file, or paste the list as text.'],
	[[0x47, 0x49, 0x46, 0x38], 'This is a picture. Choose a CSV file, or paste the list as text.']
];

/** Why something cannot be read, in a sentence that is shown as it is. */
export class Unreadable extends Error {}

/**
 * The text of a file, as the API would read it: by its mark, without one as UTF-16 if a sign has a NUL
 * beside it, as UTF-8 if it is, else as Windows-1252.
 */
export function decode(bytes: Uint8Array): { text: string; encoding: string } {
	const kind = KINDS.find(([begins]) => begins.every((byte, at) => bytes[at] === byte));
	if (kind) throw new Unreadable(kind[1]);
	const encoding = encodingOf(bytes);
	// The decoder takes the mark away.
	const text = new TextDecoder(encoding).decode(bytes);
	if (text.includes('\0')) throw new Unreadable('This is no text. Choose a CSV file, or paste the list as text.');
	return { text, encoding: { 'utf-8': 'UTF-8', 'utf-16le': 'UTF-16', 'utf-16be': 'UTF-16' }[encoding] ?? 'Windows-1252' };
}

function encodingOf(bytes: Uint8Array): string {
	const [first = 1, second = 1] = bytes;
	if (first === 0xff && second === 0xfe) return 'utf-16le';
	if (first === 0xfe && second === 0xff) return 'utf-16be';
	if (first !== 0 && second === 0) return 'utf-16le';
	if (first === 0 && second !== 0) return 'utf-16be';
	try {
		new TextDecoder('utf-8', { fatal: true }).decode(bytes);
		return 'utf-8';
	} catch {
		return 'windows-1252';
	}
}
