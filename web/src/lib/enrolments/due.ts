import type { Schemas } from '#lib/api/client.ts';
import { dayOf, lastMoment } from '#lib/when.ts';

type Round = Pick<Schemas['Enrolment'], 'status' | 'due_at' | 'due_on'>;

const DAY_MS = 86_400_000;
const RANK = { overdue: 0, in_progress: 1, not_started: 1, scheduled: 2, expired: 3, completed: 4 } as const;

/** What wants to be done first: overdue, then what is due soonest, then what has no end, then what opens later. */
export function inOrderOfDue<T extends Round & Pick<Schemas['Enrolment'], 'starts_at'>>(rounds: T[]): T[] {
	const key = (round: T) => round.due_at ?? '9999';
	return rounds.toSorted(
		(a, b) => RANK[a.status] - RANK[b.status] || key(a).localeCompare(key(b)) || a.starts_at.localeCompare(b.starts_at)
	);
}

/** The day on which it is due: that of the account's zone if it was said as a day, else the reader's. */
export function dueDay({ due_at, due_on }: Pick<Round, 'due_at' | 'due_on'>, zone: string): string | null {
	return due_on ?? (due_at ? dayOf(new Date(lastMoment(due_at)), zone) : null);
}

/** How near the day is, as people say it. */
export function nearness(day: string, zone: string, now = new Date()): string {
	const days = Math.round((Date.parse(day) - Date.parse(dayOf(now, zone))) / DAY_MS);
	switch (days) {
		case -1:
			return 'yesterday';
		case 0:
			return 'today';
		case 1:
			return 'tomorrow';
	}
	return days < 0 ? `${-days} days ago` : `in ${days} days`;
}
