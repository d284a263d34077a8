import { all, answer, api } from '#lib/api/client.ts';
import { refuse } from '#lib/session/me.ts';

export async function load({ depends }) {
	depends('codriver:own');
	const now = new Date().toISOString();
	const coming = (cursor?: string) => ({ params: { query: { from: now, limit: 100, cursor } } });
	try {
		const [enrolments, records, sessions, routes] = await Promise.all([
			all((cursor) => answer(api.GET('/v1/me/enrolments', { params: { query: { limit: 100, cursor } } }))),
			answer(api.GET('/v1/me/records', { params: { query: { limit: 25 } } })),
			all((cursor) => answer(api.GET('/v1/me/sessions', coming(cursor)))),
			all((cursor) => answer(api.GET('/v1/me/routes', coming(cursor))))
		]);
		return { enrolments, records, sessions, routes };
	} catch (problem) {
		return refuse(problem);
	}
}
