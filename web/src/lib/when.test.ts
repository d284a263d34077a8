import { expect, it } from 'vitest';
import { dayOf, lastMoment, shortly, startOfDay } from './when.ts';

it.each([
	['2026-11-28', 'UTC', '2026-11-28T00:00:00.000Z'],
	['2026-11-28', 'Europe/Berlin', '2026-11-27T23:00:00.000Z'],
	['2026-07-01', 'America/Los_Angeles', '2026-07-01T07:00:00.000Z'],
	// The clocks change on these days: the day begins before they do.
	['2026-03-29', 'Europe/Berlin', '2026-03-28T23:00:00.000Z'],
	['2026-10-25', 'Europe/Berlin', '2026-10-24T22:00:00.000Z']
])('%s in %s begins at %s', (day, zone, at) => {
	expect(startOfDay(day, zone)).toBe(at);
	expect(dayOf(new Date(at), zone)).toBe(day);
});

it('what is due at midnight is due on the day before', () => {
	expect(shortly(lastMoment('2026-11-29T23:00:00Z'), 'Europe/Berlin', new Date('2026-11-01T00:00:00Z'))).toBe('29 Nov');
});
