import type { Sheet, SheetRow } from './sheet.ts';

export const FIELDS = { email: 'E-mail', name: 'Name', first: 'First name', last: 'Last name', phone: 'Phone', groups: 'Groups' } as const;
export type Field = keyof typeof FIELDS;
/** What each column of a sheet is; undefined is left out. */
export type Columns = (Field | undefined)[];

/** How lists head their columns, without blanks, signs and accents. */
const HEADINGS: Record<Field, string> = {
	email: 'email mail emailaddress mailaddress address emailadresse mailadresse adresse useremail courriel correo workemail',
	name: 'name fullname displayname driver drivername user employee vollername nom nombre fahrer',
	first: 'firstname givenname forename vorname prenom',
	last: 'lastname surname familyname nachname nomdefamille apellido apellidos',
	phone: 'phone phonenumber telephone tel mobile mobilephone mobilenumber cell cellphone telefon telefonnummer handy mobil telefono',
	groups: 'groups group team teams department departments depot depots shift gruppe gruppen abteilung usergroup usergroups groupe groupes'
};

/** Whether the first row is the columns' headings: it has no address, and words that head columns or addresses under them. */
export function hasHeadings({ rows }: Sheet): boolean {
	const [first, ...others] = rows;
	if (!first || first.cells.some((cell) => cell.includes('@'))) return false;
	return first.cells.some((cell) => fieldOf(cell)) || others.some(({ cells }) => cells.some((cell) => cell.includes('@')));
}

/** What the columns are, by their headings; by what is in them where those say nothing. Each field has one column. */
export function columnsOf({ rows }: Sheet, headed: boolean): Columns {
	const width = Math.max(0, ...rows.map(({ cells }) => cells.length));
	const body = headed ? rows.slice(1) : rows;
	const found: Columns = Array.from({ length: width }, () => undefined);
	const put = (at: number, field: Field | undefined) => {
		if (at >= 0 && field && !found.includes(field)) found[at] = field;
	};
	if (headed) rows[0]?.cells.forEach((heading, at) => put(at, fieldOf(heading)));
	if (!found.includes('email')) put(bestColumn(found, body, (cell) => cell.includes('@')), 'email');
	if (headed) return found;
	put(bestColumn(found, body, (cell) => /^\+?[\d\s()/.-]{6,}$/.test(cell)), 'phone');
	put(bestColumn(found, body, (cell) => /\p{L}/u.test(cell)), 'name');
	return found;
}

/** Of the columns that are nothing yet, the first in which most rows fit; -1 if none does. */
function bestColumn(found: Columns, rows: SheetRow[], fits: (cell: string) => boolean): number {
	const looked = rows.slice(0, 50);
	const counts = found.map((field, at) => (field ? 0 : looked.filter(({ cells }) => fits(cells[at] ?? '')).length));
	const most = Math.max(0, ...counts);
	return most * 2 > looked.length || (most > 0 && looked.length < 3) ? counts.indexOf(most) : -1;
}

function fieldOf(heading: string): Field | undefined {
	const plain = heading
		.normalize('NFD')
		.replace(/[^\p{L}]/gu, '')
		.toLowerCase();
	return (Object.keys(HEADINGS) as Field[]).find((field) => HEADINGS[field].split(' ').includes(plain));
}
