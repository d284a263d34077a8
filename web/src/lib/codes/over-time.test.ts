import { expect, test } from 'vitest';
import { countsOf, timesIn } from './over-time.ts';

test('the times are read from the CSV', () => {
	const csv = '"code","status","redeemed_at","redeemed_by"\r\n"A-B","redeemed","2026-11-28T09:00:00Z","a@example.com"\r\n';
	expect(timesIn(csv)).toEqual(['2026-11-28T09:00:00Z']);
});

test('few days are counted by day, with those on which nothing was; more by week, and by month', () => {
	expect(countsOf([], 'UTC')).toEqual([]);
	expect(countsOf(['2026-11-30T01:00:00Z', '2026-11-28T09:00:00Z', '2026-11-28T22:00:00Z'], 'UTC').map(({ count }) => count)).toEqual([2, 0, 1]);
	const weeks = countsOf(['2026-09-01T00:00:00Z', '2026-10-30T00:00:00Z'], 'UTC');
	expect([weeks[0]?.id, weeks.at(-1)?.id, weeks.length]).toEqual(['2026-08-31', '2026-10-26', 9]);
	const months = countsOf(['2025-01-31T00:00:00Z', '2026-03-01T00:00:00Z'], 'UTC');
	expect([months[0]?.name, months[1]?.name, months.length]).toEqual(['January 2025', 'February 2025', 15]);
});
