import { answer, api } from '#lib/api/client.ts';
import { filled } from '#lib/api/list.svelte.ts';
import { refuse } from '#lib/session/me.ts';

/** Unused codes alone are worth cutting out. */
export async function load({ params }) {
	const path = { account: params.account, batch: params.batch };
	try {
		const [batch, codes] = await Promise.all([
			answer(api.GET('/v1/accounts/{account}/code-batches/{batch}', { params: { path } })),
			filled((cursor) =>
				answer(api.GET('/v1/accounts/{account}/code-batches/{batch}/codes', { params: { path, query: { status: 'unused', limit: 100, cursor } } }))
			)
		]);
		return { batch, codes };
	} catch (problem) {
		return refuse(problem);
	}
}
