import { describe, expect, test } from 'vitest';
import { linesOf, periodOf, placeOf, type Route } from './line.ts';

const route = (from: string, to: string) => ({ starts_at: `2026-11-28T${from}:00Z`, ends_at: `2026-11-28T${to}:00Z` }) as Route;

describe('the time line', () => {
	test('a day and a week begin at midnight of the reader', () => {
		expect(periodOf(new URLSearchParams('on=2026-11-28'), 'Europe/Berlin')).toMatchObject({
			first: '2026-11-28',
			from: '2026-11-27T23:00:00.000Z',
			to: '2026-11-28T23:00:00.000Z'
		});
		expect(periodOf(new URLSearchParams('on=2026-11-29&by=week'), 'UTC')).toMatchObject({ first: '2026-11-23', last: '2026-11-29' });
		expect(periodOf(new URLSearchParams('on=nonsense'), 'UTC', new Date('2026-11-28T05:00:00Z')).first).toBe('2026-11-28');
	});

	test('a route stands where its time is, and is cut at the ends of the day', () => {
		const day = periodOf(new URLSearchParams('on=2026-11-28'), 'UTC');
		expect(placeOf(route('06:00', '12:00'), day)).toEqual({ left: 25, width: 25 });
		expect(placeOf({ starts_at: '2026-11-27T18:00:00Z', ends_at: '2026-11-28T12:00:00Z' }, day)).toEqual({ left: 0, width: 50 });
	});

	test('what lies over one another goes below one another; what only touches does not', () => {
		const [a, b, c] = [route('06:00', '12:00'), route('08:00', '09:00'), route('12:00', '13:00')];
		expect(linesOf([c, b, a])).toEqual([[a, c], [b]]);
	});
});
