import { all, answer, api } from '#lib/api/client.ts';
import { filled } from '#lib/api/list.svelte.ts';
import { readFilters } from '#lib/records/filters.ts';
import { refuse } from '#lib/session/me.ts';

export async function load({ params, url, depends }) {
	depends('codriver:records');
	const path = { account: params.account };
	const filters = readFilters(url.searchParams);
	try {
		const [records, courses] = await Promise.all([
			filled((cursor) =>
				answer(api.GET('/v1/accounts/{account}/records', { params: { path, query: { ...filters, limit: 100, cursor } } }))
			),
			all((cursor) => answer(api.GET('/v1/courses', { params: { query: { limit: 100, cursor } } })))
		]);
		return { filters, records, courses };
	} catch (problem) {
		return refuse(problem);
	}
}
