import { api, type Schemas } from '#lib/api/client.ts';
import type { Once } from '#lib/api/once.ts';

type Result = Schemas['GroupMemberResult'];

/** The API takes as many users in one call. */
export const AT_ONCE = 100;

/**
 * Puts any number of users into a group, and tells of each call's results as they come. Each call has a
 * key of its own, so that going on after a failure does none of them twice.
 */
export async function putIntoGroup(
	account: string,
	group: string,
	user_ids: string[],
	once: Once,
	onresults: (results: Result[]) => void
): Promise<void> {
	for (let at = 0; at < user_ids.length; at += AT_ONCE) {
		const body = { user_ids: user_ids.slice(at, at + AT_ONCE) };
		const path = { account, group };
		const { results } = await once.send([group, body], (header) => api.POST('/v1/accounts/{account}/groups/{group}/members', { params: { path, header }, body }));
		onresults(results);
	}
}
