import { all, answer, api } from '#lib/api/client.ts';
import { refuse } from '#lib/session/me.ts';

/** The course and its licences, whatever is looked for among its drivers: a search asks for them alone. */
export async function load({ params, depends }) {
	depends('codriver:courses');
	const path = { account: params.account };
	try {
		const [course, pools] = await Promise.all([
			answer(api.GET('/v1/courses/{course}', { params: { path: { course: params.course } } })),
			all((cursor) =>
				answer(api.GET('/v1/accounts/{account}/licences', { params: { path, query: { limit: 100, cursor } } }))
			)
		]);
		return { course, pool: pools.find(({ course: { id } }) => id === course.id) };
	} catch (problem) {
		return refuse(problem);
	}
}
