import type { Schemas } from '#lib/api/client.ts';
import { dayOf, daysAfter, spoken, startOfDay } from '#lib/when.ts';

export type Route = Schemas['Route'];
export type Period = { by: 'day' | 'week'; first: string; last: string; from: string; to: string };

/** The day that an address asks for, or the week around it, from Monday on. */
export function periodOf(query: URLSearchParams, zone: string, now = new Date()): Period {
	const asked = query.get('on') ?? '';
	const day = /^\d{4}-\d\d-\d\d$/.test(asked) && !Number.isNaN(Date.parse(asked)) ? asked : dayOf(now, zone);
	const by = query.get('by') === 'week' ? 'week' : 'day';
	const first = by === 'week' ? daysAfter(day, -((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7)) : day;
	const last = by === 'week' ? daysAfter(first, 6) : day;
	return { by, first, last, from: startOfDay(first, zone), to: startOfDay(daysAfter(last, 1), zone) };
}

export function daysOf({ first, by }: Period): string[] {
	return Array.from({ length: by === 'week' ? 7 : 1 }, (_, at) => daysAfter(first, at));
}

/** Where a route stands on the line of a period, in percent of its length. */
export function placeOf({ starts_at, ends_at }: Pick<Route, 'starts_at' | 'ends_at'>, { from, to }: Period): { left: number; width: number } {
	const [begin, end] = [Date.parse(from), Date.parse(to)];
	const share = (at: string) => (Math.min(Math.max(Date.parse(at), begin), end) - begin) / (end - begin);
	const left = share(starts_at);
	return { left: left * 100, width: (share(ends_at) - left) * 100 };
}

/** Routes that lie over one another in time go on lines below one another, on as few as it takes. */
export function linesOf(routes: Route[]): Route[][] {
	const lines: Route[][] = [];
	for (const route of routes.toSorted((a, b) => a.starts_at.localeCompare(b.starts_at))) {
		const free = lines.find((line) => Date.parse(line.at(-1)?.ends_at ?? '') <= Date.parse(route.starts_at));
		if (free) free.push(route);
		else lines.push([route]);
	}
	return lines;
}

/** What the line is marked with: hours of a day, or the days of a week. */
export function marksOf(period: Period): { text: string; left: number }[] {
	if (period.by === 'week') return daysOf(period).map((day, at) => ({ text: spoken(day), left: (at / 7) * 100 }));
	return Array.from({ length: 8 }, (_, at) => ({ text: `${String(at * 3).padStart(2, '0')}:00`, left: at * 12.5 }));
}
