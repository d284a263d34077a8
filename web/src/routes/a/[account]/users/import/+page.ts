import { error } from '@sveltejs/kit';
import { may } from '#lib/access.ts';
import { all, answer, api } from '#lib/api/client.ts';
import { refuse } from '#lib/session/me.ts';

export async function load({ params, parent }) {
	const { context } = await parent();
	if (!may('ManageUsers', context)) error(403, 'Your role may not add users to this account.');
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
