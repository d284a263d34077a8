import type { Schemas } from '#lib/api/client.ts';
import { byName } from './people.ts';

type Client = Schemas['Client'];

/** `person` is somebody's identifier, or `nobody`: clients that nobody looks after yet. */
export type Filters = { q?: string; label?: string; person?: string };

export const NOBODY = 'nobody';

export function readFilters(query: URLSearchParams): Filters {
	return {
		q: query.get('q')?.trim().slice(0, 200) || undefined,
		label: query.get('label') || undefined,
		person: query.get('person') || undefined
	};
}

export function fits({ account, labels, people }: Client, { q, label, person }: Filters): boolean {
	const shown = [account.name, ...labels].join(' ').toLowerCase();
	const named = (q ?? '').toLowerCase().split(/\s+/).every((word) => shown.includes(word));
	const whose = !person || (person === NOBODY ? !people.length : people.some(({ id }) => id === person));
	return named && whose && (!label || labels.includes(label));
}

export function labelsOf(clients: Client[]): string[] {
	return [...new Set(clients.flatMap(({ labels }) => labels))].sort((a, b) => a.localeCompare(b, 'en'));
}

/** Everybody who can look after clients or does, with how much they have. */
export function loadsOf(people: Schemas['FirmPerson'][], clients: Client[]) {
	const known = new Map([...people, ...clients.flatMap((client) => client.people)].map((person) => [person.id, person]));
	return [...known.values()].sort(byName).map((person) => {
		const theirs = clients.filter((client) => client.people.some(({ id }) => id === person.id));
		return { person, clients: theirs.length, drivers: theirs.reduce((sum, { driver_count }) => sum + driver_count, 0) };
	});
}

export type Load = ReturnType<typeof loadsOf>[number];
