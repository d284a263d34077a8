import { all, answer, api } from '#lib/api/client.ts';
import { refuse } from '#lib/session/me.ts';

/** As many coming sessions and routes as anybody plans by. */
const COMING = 100;

export async function load({ depends }) {
	depends('codriver:own');
	const coming = { limit: COMING, from: new Date().toISOString() };
	try {
		const [enrolments, records, sessions, routes] = await Promise.all([
			all((cursor) => answer(api.GET('/v1/me/enrolments', { params: { query: { limit: 100, cursor } } }))),
			answer(api.GET('/v1/me/records', { params: { query: { limit: 25 } } })),
			answer(api.GET('/v1/me/sessions', { params: { query: coming } })),
			answer(api.GET('/v1/me/routes', { params: { query: coming } }))
		]);
		return { enrolments, records, sessions, routes };
	} catch (problem) {
		return refuse(problem);
	}
}
