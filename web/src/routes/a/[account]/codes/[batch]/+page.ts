import { answer, api } from '#lib/api/client.ts';
import { filled } from '#lib/api/list.svelte.ts';
import { STATUSES, type Status } from '#lib/codes/words.ts';
import { refuse } from '#lib/session/me.ts';

export async function load({ params, url, depends }) {
	depends('codriver:codes');
	const path = { account: params.account, batch: params.batch };
	const asked = url.searchParams.get('status') ?? '';
	const status = asked in STATUSES ? (asked as Status) : undefined;
	try {
		const [batch, codes] = await Promise.all([
			answer(api.GET('/v1/accounts/{account}/code-batches/{batch}', { params: { path } })),
			filled((cursor) =>
				answer(api.GET('/v1/accounts/{account}/code-batches/{batch}/codes', { params: { path, query: { status, limit: 100, cursor } } }))
			)
		]);
		return { batch, status, codes };
	} catch (problem) {
		return refuse(problem);
	}
}
