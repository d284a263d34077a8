import { STATUSES, type Status } from '#lib/enrolments/words.ts';
import type { Bar } from '#lib/ui/StackedBars.svelte';
import { dayOf, lastMoment } from '#lib/when.ts';

export type Due = { status: Status; due_at: string };

const DAY = 86_400_000;
const BACK = 4;
const AHEAD = 8;

/** What of a report's CSV has a due date. */
export function readDue(csv: string): Due[] {
	const [head, ...rows] = cells(csv);
	const at = (name: string) => head?.indexOf(name) ?? -1;
	const [status, due] = [at('status'), at('due_at')];
	return rows
		.filter((row) => row[due])
		.map((row) => ({ status: row[status] as Status, due_at: row[due] as string }))
		.filter((row) => row.status in STATUSES);
}

/** The cells of a CSV, whose every cell is quoted. */
function cells(csv: string): string[][] {
	const rows: string[][] = [[]];
	for (const [, cell = '', end] of csv.matchAll(/"((?:[^"]|"")*)"(,|\r?\n|$)/g)) {
		rows.at(-1)?.push(cell.replaceAll('""', '"'));
		if (end !== ',') rows.push([]);
	}
	return rows.filter(({ length }) => length);
}

/** How many are due in each week, from a month ago to two months ahead; what is beyond stands together. */
export function weeksOf(due: Due[], zone: string, now = new Date()): Bar[] {
	const thisWeek = mondayOf(dayOf(now, zone));
	const counts = new Map<number, { late: number; open: number; done: number }>();
	for (const { status, due_at } of due) {
		const week = mondayOf(dayOf(new Date(lastMoment(due_at)), zone));
		const nth = Math.round((week - thisWeek) / (7 * DAY));
		const place = Math.min(Math.max(nth, -BACK - 1), AHEAD + 1);
		const found = counts.get(place) ?? { late: 0, open: 0, done: 0 };
		if (status === 'completed') found.done += 1;
		else if (status === 'overdue') found.late += 1;
		else found.open += 1;
		counts.set(place, found);
	}
	// From the first week in which there is anything to the last; this week is always there.
	const from = Math.min(0, ...counts.keys());
	const to = Math.max(0, ...counts.keys());
	return Array.from({ length: to - from + 1 }, (_, at) => {
		const nth = from + at;
		const { late, open, done } = counts.get(nth) ?? { late: 0, open: 0, done: 0 };
		return {
			id: String(nth),
			name: nameOf(nth, thisWeek + nth * 7 * DAY),
			parts: [
				{ key: 'done', name: 'Completed', count: done, tone: 'good' as const },
				{ key: 'open', name: 'To do', count: open, tone: 'plain' as const },
				{ key: 'late', name: 'Overdue', count: late, tone: 'bad' as const }
			]
		};
	});
}

function nameOf(nth: number, monday: number): string {
	const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });
	if (nth < -BACK) return `Before ${day.format(monday + 7 * DAY)}`;
	if (nth > AHEAD) return `From ${day.format(monday)} on`;
	return nth === 0 ? 'This week' : `Week of ${day.format(monday)}`;
}

function mondayOf(day: string): number {
	const at = Date.parse(`${day}T00:00:00Z`);
	return at - ((new Date(at).getUTCDay() + 6) % 7) * DAY;
}
