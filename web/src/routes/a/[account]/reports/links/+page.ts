import { all, answer, api } from '#lib/api/client.ts';
import { refuse } from '#lib/session/me.ts';

export async function load({ params, depends }) {
	depends('codriver:report-links');
	const path = { account: params.account };
	try {
		const links = await all((cursor) =>
			answer(api.GET('/v1/accounts/{account}/report-links', { params: { path, query: { limit: 100, cursor } } }))
		);
		return { links };
	} catch (problem) {
		return refuse(problem);
	}
}
