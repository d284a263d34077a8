import { answer, api } from '#lib/api/client.ts';
import { filled } from '#lib/api/list.svelte.ts';
import { readFilters } from '#lib/drivers/words.ts';
import { refuse } from '#lib/session/me.ts';

export async function load({ params, url, depends }) {
	depends('codriver:drivers');
	const filters = readFilters(url.searchParams);
	const path = { account: params.account };
	try {
		const drivers = await filled((cursor) =>
			answer(api.GET('/v1/accounts/{account}/drivers', { params: { path, query: { ...filters, limit: 100, cursor } } }))
		);
		return { filters, drivers };
	} catch (problem) {
		return refuse(problem);
	}
}
