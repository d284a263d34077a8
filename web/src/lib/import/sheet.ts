import { Unreadable } from './decode.ts';

/** A row of cells, and which one of the sheet it is, from 1, as a spreadsheet numbers them. */
export type SheetRow = { number: number; cells: string[] };
export type Sheet = { separator: string; rows: SheetRow[] };

/** Nothing to be seen: blanks, and signs that no one sees. */
const UNSEEN = /[\s\u200b-\u200f\u2060\ufeff\u00ad]+/g;

/**
 * Reads cells as spreadsheets write and copy them (RFC 4180): any line ending, a comma, semicolon or tab
 * between cells, or what a first line `sep=;` names; quotes with line breaks in them. Rows without anything
 * in them are left out. A library reads no more of this, and tells no row's number.
 */
export function readSheet(text: string): Sheet {
	const named = /^"?sep=([\t!-/:-@[-`{-~])"?(?:\r\n|\r|\n|$)/i.exec(text);
	// Separators alone are nothing.
	if (!/[\p{L}\p{N}]/u.test(text)) return { separator: ',', rows: [] };
	const separator = named?.[1] ?? likelySeparator(text);
	const rows = split(text, named?.[0].length ?? 0, separator)
		.map((cells, at) => ({ number: at + 1, cells: cells.map(asTyped) }))
		.filter(({ cells }) => cells.some((cell) => cell.replace(UNSEEN, '') !== ''));
	return { separator, rows };
}

/** The sign that the first line with anything in it has most of outside quotes. */
function likelySeparator(text: string): string {
	const line = text.split(/[\r\n]/).find((each) => /[\p{L}\p{N}]/u.test(each)) ?? '';
	const outside = line.split('"').filter((_, at) => at % 2 === 0).join('');
	const count = (sign: string) => outside.split(sign).length;
	return [';', '\t'].reduce((most, sign) => (count(sign) > count(most) ? sign : most), ',');
}

function split(text: string, begin: number, separator: string): string[][] {
	const rows: string[][] = [];
	let row: string[] = [];
	let at = begin;
	while (at < text.length) {
		const [cell, end] = text[at] === '"' ? quoted(text, at, separator) : plain(text, at, separator);
		row.push(cell);
		at = end;
		if (text[at] === separator) {
			at += 1;
			if (at < text.length) continue;
			row.push('');
		}
		rows.push(row);
		row = [];
		at += text.startsWith('\r\n', at) ? 2 : 1;
	}
	return rows;
}

function plain(text: string, from: number, separator: string): [cell: string, end: number] {
	let end = from;
	while (end < text.length && text[end] !== separator && text[end] !== '\n' && text[end] !== '\r') end += 1;
	return [text.slice(from, end), end];
}

/** A quote that is not closed would swallow the rows that follow: nothing is read of such a file. */
function quoted(text: string, from: number, separator: string): [cell: string, end: number] {
	for (let at = text.indexOf('"', from + 1); at >= 0; at = text.indexOf('"', at + 2)) {
		if (text[at + 1] === '"') continue;
		const after = text[at + 1];
		if (after !== undefined && after !== separator && after !== '\n' && after !== '\r') {
			// A name in quotes before its address, as mail programs write it.
			const whole = plain(text, from, separator);
			if (/<[^<>\s]+>\s*$/.test(whole[0])) return whole;
			break;
		}
		return [text.slice(from + 1, at).replaceAll('""', '"'), at + 1];
	}
	const line = text.slice(0, from).split(/\r\n|\r|\n/).length;
	throw new Unreadable(`Line ${line} opens a quotation mark that is not closed, so the rows after it cannot be told apart. Close it, and try again.`);
}

/** Without the mark that keeps a spreadsheet from taking a text for a formula. */
function asTyped(cell: string): string {
	return cell.replace(/^'(?=[=+\-@\t\r])/, '').trim();
}
