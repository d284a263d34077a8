import { answer, api, type Schemas } from '#lib/api/client.ts';
import { Problem } from '#lib/api/problem.ts';
import { nameOf } from '#lib/users/words.ts';

type Event = Schemas['Event'];
type Name = [id: string, name: string];
type Changes = { user_id?: string; user_ids?: string[]; driver?: string; drivers?: string[]; by?: string; to?: unknown };

/**
 * Whom entries name by identifier only: users of the account, and drivers that others share with it. On a
 * route either may be.
 */
export function peopleIn(events: Event[]): { users: Set<string>; shared: Set<string> } {
	const [users, shared] = [new Set<string>(), new Set<string>()];
	for (const { action, subject, changes } of events) {
		const { user_id, user_ids, driver, drivers, by, to } = changes as Changes;
		const received = action === 'driver_given_back' ? Boolean(to) : (action === 'drivers_shared' || action === 'driver_unshared') && Boolean(by);
		const few = [user_ids, drivers].flatMap((ids) => (ids?.length === 1 ? ids : []));
		const named = [subject.kind === 'user' ? subject.id : undefined, user_id, driver, ...few].filter((id): id is string => Boolean(id?.startsWith('usr_')));
		for (const id of named) {
			if (!received) users.add(id);
			if (received || driver) shared.add(id);
		}
	}
	return { users, shared };
}

/**
 * Names, as far as they are known still, and who could not be asked for. The lists tell most; who is further
 * down the list of users, or has left and is known by what they completed, is asked for by themselves.
 */
export async function readNames(account: string, users: string[], shared: string[]): Promise<{ names: Name[]; failed: string[] }> {
	const params = { path: { account }, query: { limit: 100 } };
	const [here, others] = await Promise.all([
		users.length ? answer(api.GET('/v1/accounts/{account}/users', { params })) : none,
		shared.length ? answer(api.GET('/v1/accounts/{account}/drivers', { params: { ...params, query: { limit: 100, origin: 'shared' } } })) : none
	]);
	const found = new Map([...here.items, ...others.items].map((one): Name => [one.id, nameOf(one)]));
	const further = users.filter((id) => !found.has(id));
	const failed: string[] = [];
	const asked = await Promise.all(
		further.map((id) =>
			readName(account, id).catch(() => {
				failed.push(id);
				return null;
			})
		)
	);
	return { names: [...found, ...asked.filter((name) => name !== null)], failed };
}

const none = { items: [], next_cursor: null };

async function readName(account: string, user: string): Promise<Name | null> {
	try {
		const report = await answer(api.GET('/v1/accounts/{account}/users/{user}/report', { params: { path: { account, user } } }));
		return [user, nameOf(report.user)];
	} catch (problem) {
		if (problem instanceof Problem && problem.status === 404) return null;
		throw problem;
	}
}
