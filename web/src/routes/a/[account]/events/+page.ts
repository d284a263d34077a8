import { all, answer, api } from '#lib/api/client.ts';
import { filled } from '#lib/api/list.svelte.ts';
import { listEvents, readFilters } from '#lib/events/filters.ts';
import { refuse } from '#lib/session/me.ts';

export async function load({ params, url, parent, depends }) {
	depends('codriver:events');
	const path = { account: params.account };
	const filters = readFilters(url.searchParams);
	try {
		// A day begins when it does in the account's zone, which the layout knows.
		const events = parent().then(({ account }) => filled((cursor) => listEvents(account, filters, cursor)));
		const [page, groups, courses] = await Promise.all([
			events,
			all((cursor) => answer(api.GET('/v1/accounts/{account}/groups', { params: { path, query: { limit: 100, cursor } } }))),
			all((cursor) => answer(api.GET('/v1/courses', { params: { query: { limit: 100, cursor } } })))
		]);
		return { filters, page, groups, courses };
	} catch (problem) {
		return refuse(problem);
	}
}
