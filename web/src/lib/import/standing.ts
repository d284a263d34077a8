import { figure } from '#lib/figures.ts';
import { keysOf, type Cell, type Row } from './rows.ts';

/** What the API says of a row, or has done with it. */
export type Verdict =
	| { kind: 'ready' }
	| { kind: 'there' }
	| { kind: 'done'; invited: boolean }
	| { kind: 'failed'; why: string; cells: Cell[] };

/** A row and how it stands among the others; one that waits has no seat. */
export type Standing = { row: Row; kind: 'unknown' | 'ready' | 'waits' | 'there' | 'done' | 'failed'; why: string; cells: Cell[] };

/** Rows in their order: the first with an address counts, and the seats go to the first who need one. */
export function standings(rows: Row[], verdicts: ReadonlyMap<Row, Verdict>, seatless: ReadonlySet<string>, free: number): Standing[] {
	const first = new Map<string, number>();
	let seats = free;
	return rows.map((row) => {
		const verdict = verdicts.get(row);
		const stands = (kind: Standing['kind'], why = '', cells: Cell[] = []) => ({ row, kind, why, cells });
		const { address } = keysOf(row);
		if (verdict?.kind === 'done') {
			first.set(address, row.number);
			return stands('done', verdict.invited ? 'Invited' : 'Added');
		}
		const before = address ? first.get(address) : undefined;
		if (before !== undefined) return stands('there', `The same address as in row ${figure(before)}`);
		first.set(address, row.number);
		if (!verdict) return stands('unknown', 'Being checked');
		if (verdict.kind === 'failed') return stands('failed', verdict.why, verdict.cells);
		if (verdict.kind === 'there') return stands('there', 'Is a user already');
		if (!seatless.has(address) && seats-- <= 0) return stands('waits', 'No seat is left for this row.');
		return stands('ready');
	});
}
