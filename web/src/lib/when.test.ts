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

it.each([
	['2026-11-28T13:05:00Z', 'Europe/Berlin', '14:05'],
	['2026-11-27T23:04:00Z', 'Europe/Berlin', '00:04'],
	['2026-11-27T22:59:00Z', 'Europe/Berlin', '27 Nov'],
	['2026-10-28T13:05:00Z', 'Europe/Berlin', '28 Oct'],
	['2025-11-28T13:05:00Z', 'Europe/Berlin', '28 Nov 2025'],
	['2026-01-01T00:30:00Z', 'America/New_York', '31 Dec 2025']
])('%s in %s is said as shortly as can be: %s', (at, zone, said) => {
	expect(shortly(at, zone, new Date('2026-11-28T20:00:00Z'))).toBe(said);
});

it('what is due at midnight is due on the day before', () => {
	expect(shortly(lastMoment('2026-11-29T23:00:00Z'), 'Europe/Berlin', new Date('2026-11-01T00:00:00Z'))).toBe('29 Nov');
});
