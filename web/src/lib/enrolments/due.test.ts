import { expect, it } from 'vitest';
import { dueDay, inOrderOfDue, nearness } from './due.ts';

const now = new Date('2026-11-28T12:00:00Z');

it.each([
	['2026-11-28', 'UTC', 'today'],
	['2026-11-29', 'UTC', 'tomorrow'],
	// It is the 29th there already.
	['2026-11-29', 'Pacific/Auckland', 'today'],
	['2026-11-27', 'UTC', 'yesterday'],
	['2026-11-20', 'UTC', '8 days ago'],
	['2026-12-28', 'UTC', 'in 30 days']
])('%s read in %s is %s', (day, zone, words) => expect(nearness(day, zone, now)).toBe(words));

it('a day stays the account’s, a moment is read in the reader’s zone', () => {
	const due_at = '2026-11-29T23:00:00Z';
	expect(dueDay({ due_at, due_on: '2026-11-29' }, 'Pacific/Auckland')).toBe('2026-11-29');
	expect(dueDay({ due_at, due_on: null }, 'Pacific/Auckland')).toBe('2026-11-30');
	expect(dueDay({ due_at: null, due_on: null }, 'UTC')).toBeNull();
});

it('what is overdue stands on top, then what is due soonest', () => {
	const round = (status: 'overdue' | 'not_started' | 'scheduled' | 'in_progress', due_at: string | null) => ({
		status,
		due_at,
		due_on: null,
		starts_at: '2026-11-01T00:00:00Z'
	});
	const rounds = [round('scheduled', null), round('not_started', null), round('in_progress', '2026-12-01T00:00:00Z'), round('overdue', '2026-11-01T00:00:00Z')];
	expect(inOrderOfDue(rounds).map(({ status }) => status)).toEqual(['overdue', 'in_progress', 'not_started', 'scheduled']);
});
