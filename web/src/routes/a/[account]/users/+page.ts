import { may } from '#lib/access.ts';
import { all, answer, api } from '#lib/api/client.ts';
import { filled } from '#lib/api/list.svelte.ts';
import { refuse } from '#lib/session/me.ts';
import { readFilters } from '#lib/users/filters.ts';

export async function load({ params, url, parent, depends }) {
	depends('codriver:users');
	const path = { account: params.account };
	const filters = readFilters(url.searchParams);
	try {
		// The list is asked for at once; only the groups wait to know whether this role sees any.
		const list = filled((cursor) =>
			answer(api.GET('/v1/accounts/{account}/users', { params: { path, query: { ...filters, limit: 100, cursor } } }))
		);
		list.catch(() => {});
		const { account, context } = await parent();
		const groups = may('ReadGroups', context)
			? all((cursor) =>
					answer(api.GET('/v1/accounts/{account}/groups', { params: { path, query: { limit: 100, cursor } } }))
				)
			: [];
		// What stands over the list of a new company comes with it, and pushes nothing down.
		const first = account.seats.used <= 1 && import('#lib/account/FirstSteps.svelte');
		const [users, known] = await Promise.all([list, groups, first]);
		return { filters, users, groups: known };
	} catch (problem) {
		return refuse(problem);
	}
}
