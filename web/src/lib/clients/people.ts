import { all, answer, api, type Schemas } from '#lib/api/client.ts';
import { filled } from '#lib/api/list.svelte.ts';

type Person = Schemas['FirmPerson'];

/** Who of a firm may look after its clients: its managers and its admins, as far as they have joined. */
export async function readPeople(account: string): Promise<Person[]> {
	const [managers, admins] = await Promise.all([readManagers(account), readAdmins(account)]);
	return [...managers, ...admins];
}

export function personName({ name, email }: Pick<Person, 'name' | 'email'>): string {
	return name ?? email;
}

export function byName(a: Person, b: Person): number {
	return personName(a).localeCompare(personName(b), 'en');
}

/** Who they are, as a sentence says it. */
export function namesOf(people: Person[]): string {
	return people.map(personName).join(', ') || 'nobody';
}

/** A client whose people are called as the firm calls them, else as they call themselves, in that order. */
export function named(client: Schemas['Client'], known: Person[]): Schemas['Client'] {
	const people = client.people.map((person) => ({ ...person, name: known.find(({ id }) => id === person.id)?.name ?? person.name }));
	return { ...client, people: people.sort(byName) };
}

/** Managers and users have identifiers of their own; which person it is, the trail of what they did tells. */
async function readManagers(account: string): Promise<Person[]> {
	const path = { account };
	const [managers, accepted] = await Promise.all([
		all((cursor) => answer(api.GET('/v1/accounts/{account}/managers', { params: { path, query: { limit: 100, cursor } } }))),
		all((cursor) =>
			answer(
				api.GET('/v1/accounts/{account}/events', { params: { path, query: { action: 'manager_accepted', limit: 100, cursor } } })
			)
		)
	]);
	const persons = new Map(accepted.map(({ subject, actor }) => [subject.id, actor.id]));
	return managers.flatMap(({ id, name, email, status, firm }) => {
		const person = persons.get(id);
		return status === 'active' && !firm && person && email ? [{ id: person, name, email }] : [];
	});
}

async function readAdmins(account: string): Promise<Person[]> {
	const params = (cursor?: string) => ({ path: { account }, query: { role: 'admin' as const, limit: 100, cursor } });
	const admins = await all((cursor) => answer(api.GET('/v1/accounts/{account}/users', { params: params(cursor) })));
	const found = await Promise.all(admins.filter(({ status }) => status === 'active').map((admin) => readAdmin(account, admin)));
	return found.filter((person) => person !== null);
}

async function readAdmin(account: string, { id: subject, name, email }: Schemas['User']): Promise<Person | null> {
	// It may be further down than much that others did to them.
	const found = await filled(
		async (cursor) => {
			const params = { path: { account }, query: { subject, limit: 100, cursor } };
			const { items, next_cursor } = await answer(api.GET('/v1/accounts/{account}/events', { params }));
			return { items: items.filter(({ action }) => action === 'user_activated' || action === 'user_signed_in'), next_cursor };
		},
		undefined,
		1
	);
	const [own] = found.items;
	return own?.actor.id ? { id: own.actor.id, name, email } : null;
}
