import { may } from '#lib/access.ts';
import { all, answer, api } from '#lib/api/client.ts';
import { refuse } from '#lib/session/me.ts';

/** What stands beside the list, whatever is looked for in it: a search asks for the list alone. */
export async function load({ params, parent, depends }) {
	depends('codriver:users');
	const { context } = await parent();
	if (!may('ReadGroups', context)) return { groups: [] };
	const path = { account: params.account };
	try {
		const groups = await all((cursor) =>
			answer(api.GET('/v1/accounts/{account}/groups', { params: { path, query: { limit: 100, cursor } } }))
		);
		return { groups };
	} catch (problem) {
		return refuse(problem);
	}
}
