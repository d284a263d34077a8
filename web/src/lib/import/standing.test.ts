import { expect, it } from 'vitest';
import type { Row } from './rows.ts';
import { standings, type Verdict } from './standing.ts';

const row = (number: number, email: string): Row => ({ number, email, name: '', phone: '', groups: '' });

it('the first of an address counts, seats go to the first who need one, and a row that failed takes none', () => {
	const rows = [row(2, 'a@x.com'), row(3, 'nobody'), row(4, 'A@x.com '), row(5, 'added@x.com'), row(6, 'c@x.com'), row(7, 'd@x.com'), row(8, 'new@x.com')];
	const ready: Verdict = { kind: 'ready' };
	const verdicts = new Map<Row, Verdict>(rows.slice(0, 6).map((each) => [each, ready]));
	verdicts.set(rows[1]!, { kind: 'failed', why: 'Must be an e-mail address.', cells: ['email'] });
	expect(standings(rows, verdicts, new Set(['added@x.com']), 2).map(({ kind, why }) => [kind, why])).toEqual([
		['ready', ''],
		['failed', 'Must be an e-mail address.'],
		['there', 'The same address as in row 2'],
		['ready', ''],
		['ready', ''],
		['waits', 'No seat is left for this row.'],
		['unknown', 'Being checked']
	]);
});
