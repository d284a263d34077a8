import { all, answer, api, type Schemas } from '#lib/api/client.ts';
import type { Once } from '#lib/api/once.ts';
import type { Status } from './words.ts';

type Result = Schemas['AssignmentResult'];
export type When = { starts_at?: string; due_on?: string };

/** The API takes as many users in one call. */
const AT_ONCE = 100;

/** How far everybody has come who was assigned a course, by user. */
export async function readStandings(account: string, course: string): Promise<Map<string, Status>> {
	const rows = await all((cursor) =>
		answer(api.GET('/v1/accounts/{account}/reports', { params: { path: { account }, query: { course, limit: 100, cursor } } }))
	);
	return new Map(rows.map(({ user, status }) => [user.id, status]));
}

export function readMembers(account: string, group: string): Promise<Schemas['User'][]> {
	return all((cursor) =>
		answer(api.GET('/v1/accounts/{account}/users', { params: { path: { account }, query: { group, limit: 100, cursor } } }))
	);
}

/**
 * Assigns a course to any number of users, and tells of each call's results as they come. Each call has
 * a key of its own, so that going on after a failure does none of them twice.
 */
export async function assign(
	account: string,
	course_id: string,
	user_ids: string[],
	when: When,
	once: Once,
	onresults: (results: Result[]) => void
): Promise<void> {
	for (let at = 0; at < user_ids.length; at += AT_ONCE) {
		const body = { course_id, user_ids: user_ids.slice(at, at + AT_ONCE), ...when };
		const { results } = await once.send(body, (header) => api.POST('/v1/accounts/{account}/enrolments', { params: { path: { account }, header }, body }));
		onresults(results);
	}
}
