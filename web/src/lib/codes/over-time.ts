import { pagesOf } from '#lib/api/file.ts';
import { dayOf, daysAfter, spoken } from '#lib/when.ts';

/** Enough to see how it goes; a batch may have a million. */
const MOST_PAGES = 5;
const MOST_BARS = 26;

/** When codes of a batch were redeemed: from its CSV, which holds 10,000 a page. */
export async function readRedemptions(account: string, batch: string): Promise<string[]> {
	const path = `/v1/accounts/${account}/code-batches/${batch}/codes?status=redeemed`;
	const times: string[] = [];
	let pages = 0;
	for await (const page of pagesOf(path, 'text/csv')) {
		times.push(...timesIn(await page.text()));
		if (++pages === MOST_PAGES) break;
	}
	return times;
}

/** The column `redeemed_at`; what stands before it has neither commas nor quotes. */
export function timesIn(csv: string): string[] {
	return csv
		.split(/\r?\n/)
		.slice(1)
		.flatMap((line) => line.split('","')[2] || []);
}

type Count = { id: string; name: string; count: number };

/** How many in each day, week or month from the first on: the shortest of which there are not too many. */
export function countsOf(times: string[], zone: string): Count[] {
	const days = times.map((time) => dayOf(new Date(time), zone)).toSorted();
	const [first, last] = [days[0], days.at(-1)];
	if (!first || !last) return [];
	const long = (Date.parse(last) - Date.parse(first)) / 86_400_000;
	if (long < MOST_BARS) return counts(days, (day) => day, (day) => daysAfter(day, 1), spoken);
	if (long < MOST_BARS * 7) return counts(days, monday, (day) => daysAfter(day, 7), (day) => `Week of ${spoken(day)}`);
	return counts(days, (day) => `${day.slice(0, 7)}-01`, (day) => `${daysAfter(day, 31).slice(0, 7)}-01`, month);
}

function counts(days: string[], start: (day: string) => string, next: (day: string) => string, name: (day: string) => string): Count[] {
	const found = new Map<string, number>();
	for (const day of days) found.set(start(day), (found.get(start(day)) ?? 0) + 1);
	const last = start(days.at(-1) ?? '');
	const all: Count[] = [];
	for (let day = start(days[0] ?? ''); day <= last; day = next(day)) all.push({ id: day, name: name(day), count: found.get(day) ?? 0 });
	return all;
}

function monday(day: string): string {
	return daysAfter(day, -((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7));
}

function month(day: string): string {
	return new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(new Date(day));
}
