import { all, answer, api } from '#lib/api/client.ts';
import { refuse } from '#lib/session/me.ts';

export async function load({ params, depends }) {
	depends('codriver:codes');
	const path = { account: params.account };
	try {
		const [batches, orders] = await Promise.all([
			answer(api.GET('/v1/accounts/{account}/code-batches', { params: { path, query: { limit: 50 } } })),
			all((cursor) => answer(api.GET('/v1/accounts/{account}/orders', { params: { path, query: { limit: 100, cursor } } })))
		]);
		return { batches, waiting: orders.filter(({ kind, status }) => kind === 'codes' && status === 'pending') };
	} catch (problem) {
		return refuse(problem);
	}
}
