import { all, answer, api } from '#lib/api/client.ts';
import { refuse } from '#lib/session/me.ts';

export async function load({ params, depends }) {
	depends('codriver:managers');
	const path = { account: params.account };
	try {
		const [managers, groups] = await Promise.all([
			all((cursor) =>
				answer(api.GET('/v1/accounts/{account}/managers', { params: { path, query: { limit: 100, cursor } } }))
			),
			all((cursor) =>
				answer(api.GET('/v1/accounts/{account}/groups', { params: { path, query: { limit: 100, cursor } } }))
			)
		]);
		return { managers, groups };
	} catch (problem) {
		return refuse(problem);
	}
}
