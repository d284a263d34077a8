import { all, answer, api } from '#lib/api/client.ts';
import { refuse } from '#lib/session/me.ts';

/** What records are filtered by: a search asks for the records alone. */
export async function load() {
	try {
		return { courses: await all((cursor) => answer(api.GET('/v1/courses', { params: { query: { limit: 100, cursor } } }))) };
	} catch (problem) {
		return refuse(problem);
	}
}
