import { all, answer, api } from '#lib/api/client.ts';
import { refuse } from '#lib/session/me.ts';

export async function load({ params, depends }) {
	depends('codriver:groups');
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
