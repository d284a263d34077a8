import type { Schemas } from '#lib/api/client.ts';
import { dayOf } from '#lib/when.ts';

export type Coming = {
	kind: 'session' | 'route';
	id: string;
	title: string;
	/** The place of a session, the note of a route. */
	about: string | null;
	account: string;
	starts_at: string;
	ends_at: string;
};

/** Sessions and routes together, by the day on which they begin for the reader. */
export function byDay(sessions: Schemas['MyTrainingSession'][], routes: Schemas['MyRoute'][], zone: string): [string, Coming[]][] {
	const all: Coming[] = [
		...sessions.map(({ id, title, place, account, starts_at, ends_at }) => ({ kind: 'session' as const, id, title, about: place, account: account.name, starts_at, ends_at })),
		...routes.map(({ id, name, note, account, starts_at, ends_at }) => ({ kind: 'route' as const, id, title: name, about: note, account: account.name, starts_at, ends_at }))
	];
	const days = new Map<string, Coming[]>();
	for (const one of all.toSorted((a, b) => a.starts_at.localeCompare(b.starts_at))) {
		const day = dayOf(new Date(one.starts_at), zone);
		days.set(day, [...(days.get(day) ?? []), one]);
	}
	return [...days];
}
