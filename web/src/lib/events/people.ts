import { answer, api, type Schemas } from '#lib/api/client.ts';
import { nameOf } from '#lib/users/words.ts';

type Event = Schemas['Event'];

/** The users that entries name by identifier only. */
export function usersIn(events: Event[]): string[] {
	const found = events.flatMap(({ subject, changes }) => {
		const { user_id, user_ids, driver } = changes as { user_id?: string; user_ids?: string[]; driver?: string };
		const few = user_ids && user_ids.length === 1 ? user_ids : [];
		return [subject.kind === 'user' ? subject.id : undefined, user_id, driver, ...few];
	});
	return [...new Set(found.filter((id): id is string => Boolean(id?.startsWith('usr_'))))];
}

/** The name of a user, of a former one too; who is not known any more has none. */
export async function readName(account: string, user: string): Promise<[string, string] | null> {
	try {
		const report = await answer(api.GET('/v1/accounts/{account}/users/{user}/report', { params: { path: { account, user } } }));
		return [user, nameOf(report.user)];
	} catch {
		return null;
	}
}
