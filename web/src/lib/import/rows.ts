import type { Schemas } from '#lib/api/client.ts';
import { readPerson } from '#lib/users/addresses.ts';
import { FIELDS, type Columns, type Field } from './columns.ts';
import type { Sheet } from './sheet.ts';

/** What can be mended of a row, each a cell. */
export const CELLS = { email: 'E-mail', name: 'Name', phone: 'Phone', groups: 'Groups' } as const;
export type Cell = keyof typeof CELLS;

/** Somebody to add, as they stand in a row of the file; changed, it is another object. */
export type Row = Record<Cell, string> & { number: number };

/** The rows of a sheet as people, by what its columns are. */
export function peopleIn(sheet: Sheet, columns: Columns, headed: boolean): Row[] {
	const column = Object.fromEntries(Object.keys(FIELDS).map((field) => [field, columns.indexOf(field as Field)])) as Record<Field, number>;
	return sheet.rows.slice(headed ? 1 : 0).map(({ number, cells }) => {
		const typed = (field: Field) => cells[column[field]] ?? '';
		// A line break in a cell is for the eye only.
		const text = (field: Field) => typed(field).replace(/\s+/g, ' ');
		const person = readPerson(text('email'));
		// Beside a first name alone, a name is the last one.
		const names = text('first') && !text('last') ? [text('first'), text('name')] : [text('name') || `${text('first')} ${text('last')}`];
		const name = names.join(' ').trim() || (person.name ?? '');
		return { number, email: person.email, name, phone: text('phone'), groups: groupsOf(typed('groups')).join('; ') };
	});
}

/** The groups that a cell names. */
export function groupsOf(cell: string): string[] {
	return cell.split(/[;\r\n]+/).map((name) => name.trim()).filter(Boolean);
}

/** What names and addresses have in common, whatever case and blanks they are typed with. */
export function alike(text: string): string {
	return text.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase();
}

const keys = new WeakMap<Row, { address: string; groups: Map<string, string> }>();

/** What a row has in common with others: its address, and its groups with their names. Kept, for there are many rows. */
export function keysOf(row: Row): { address: string; groups: ReadonlyMap<string, string> } {
	const known = keys.get(row);
	if (known) return known;
	const made = { address: alike(row.email), groups: new Map(groupsOf(row.groups).map((name) => [alike(name), name])) };
	keys.set(row, made);
	return made;
}

/** The row as the API takes it; `more` are groups that everybody comes into. */
export function userOf({ email, name, phone, groups }: Row, more: string[]): Schemas['UserRow'] {
	return {
		email,
		...(name ? { name } : {}),
		...(phone ? { phone } : {}),
		groups: [...groupsOf(groups), ...more]
	};
}

/** Rows as a file that can be mended and read here again. */
export function csvOf(rows: (Row & { why: string })[]): string {
	// What a spreadsheet would take for a formula is marked as text; it is read back without the mark.
	const harmless = (cell: string) => cell.replace(/^(?=[=+\-@])/, "'");
	const line = (cells: string[]) => cells.map(harmless).map((cell) => (/[",;\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',');
	const body = rows.map(({ number, email, name, phone, groups, why }) => line([`${number}`, email, name, phone, groups, why]));
	return [line(['row', 'email', 'name', 'phone', 'groups', 'why not']), ...body, ''].join('\r\n');
}
