import { expect, it } from 'vitest';
import { readDue, weeksOf } from './due.ts';

it('reads what is due, whatever stands in the other cells', () => {
	const head = '"name","status","due_at"\r\n';
	expect(readDue(`${head}"Lee, ""Ann""","overdue","2026-11-23T23:00:00Z"\r\n"B\nO","completed",""\r\n`)).toEqual([
		{ status: 'overdue', due_at: '2026-11-23T23:00:00Z' }
	]);
});

it('counts by week; what is due at midnight is due on the day before', () => {
	const now = new Date('2026-11-28T12:00:00Z');
	const zone = 'Europe/Berlin';
	const at = (due_at: string, status: 'overdue' | 'completed' | 'not_started') => ({ due_at, status });
	const bars = weeksOf(
		[
			at('2026-01-05T00:00:00Z', 'overdue'),
			// The end of Sunday the 29th in Berlin: still this week.
			at('2026-11-29T23:00:00Z', 'not_started'),
			at('2026-11-30T23:00:00Z', 'completed')
		],
		zone,
		now
	);
	const counted = bars
		.filter(({ name, parts }) => name === 'This week' || parts.some(({ count }) => count))
		.map(({ name, parts }) => [name, ...parts.map(({ count }) => count)]);
	// Each week from the first to the last of them is there.
	expect(bars).toHaveLength(7);
	expect(counted).toEqual([
		['Before 26 Oct', 0, 0, 1],
		['This week', 0, 1, 0],
		['Week of 30 Nov', 1, 0, 0]
	]);
});
