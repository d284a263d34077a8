import { answer, api } from '#lib/api/client.ts';
import { filled } from '#lib/api/list.svelte.ts';
import { readFilters } from '#lib/reports/filters.ts';
import { refuse } from '#lib/session/me.ts';

export async function load({ params, url, depends }) {
	depends('codriver:courses');
	const path = { account: params.account };
	const { status, q } = readFilters(url.searchParams);
	const query = { course: params.course, status, q, limit: 100 };
	try {
		const report = await filled((cursor) =>
			answer(api.GET('/v1/accounts/{account}/reports', { params: { path, query: { ...query, cursor } } }))
		);
		return { report, filters: { status, q } };
	} catch (problem) {
		return refuse(problem);
	}
}
