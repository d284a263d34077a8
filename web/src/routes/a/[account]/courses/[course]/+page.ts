import { all, answer, api } from '#lib/api/client.ts';
import { filled } from '#lib/api/list.svelte.ts';
import { readFilters } from '#lib/reports/filters.ts';
import { refuse } from '#lib/session/me.ts';

export async function load({ params, url, depends }) {
	depends('codriver:courses');
	const path = { account: params.account };
	const { status, q } = readFilters(url.searchParams);
	const query = { course: params.course, status, q, limit: 100 };
	try {
		const [course, pools, report] = await Promise.all([
			answer(api.GET('/v1/courses/{course}', { params: { path: { course: params.course } } })),
			all((cursor) =>
				answer(api.GET('/v1/accounts/{account}/licences', { params: { path, query: { limit: 100, cursor } } }))
			),
			filled((cursor) =>
				answer(api.GET('/v1/accounts/{account}/reports', { params: { path, query: { ...query, cursor } } }))
			)
		]);
		const pool = pools.find(({ course: { id } }) => id === course.id);
		return { course, pool, report, filters: { status, q } };
	} catch (problem) {
		return refuse(problem);
	}
}
