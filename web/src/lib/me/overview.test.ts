import { expect, it } from 'vitest';
import { completedShare, worstFirst } from './overview.ts';

type Overview = Parameters<typeof worstFirst>[0][number];

const of = (name: string, overdue: number, expired: number, completed: number): Overview =>
	({
		context: { account: { name } },
		summary: { enrolments: 10, expired, expiring: 0, by_status: { overdue, completed } }
	}) as unknown as Overview;

it('most overdue stands first, then what counts no more, then who has completed least, then by name', () => {
	const all = [of('Best', 0, 0, 9), of('Also best', 0, 0, 9), of('Little done', 0, 0, 2), of('Expired', 0, 1, 9), of('Late', 2, 0, 9)];
	expect(worstFirst(all).map(({ context }) => context.account.name)).toEqual(['Late', 'Expired', 'Little done', 'Also best', 'Best']);
});

it('nothing assigned is nothing completed', () => {
	expect(completedShare({ enrolments: 0, by_status: { completed: 0 } as never })).toBe(0);
	expect(completedShare({ enrolments: 3, by_status: { completed: 2 } as never })).toBe(67);
});
