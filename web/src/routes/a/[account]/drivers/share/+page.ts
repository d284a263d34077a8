import { answer, api } from '#lib/api/client.ts';
import { filled } from '#lib/api/list.svelte.ts';
import { refuse } from '#lib/session/me.ts';

/**
 * The other account is in the address by its name, as it was typed: only by its exact name it is found,
 * now and when the page is loaded again.
 */
export async function load({ params, url, depends }) {
	depends('codriver:shares');
	const name = url.searchParams.get('with')?.trim() ?? '';
	const q = url.searchParams.get('q')?.trim() || undefined;
	const path = { account: params.account };
	if (!name) return { name, q, recipient: null, drivers: null };
	try {
		// Whom they are shared with stands with the drivers themselves, beside what tells them apart.
		const [found, drivers] = await Promise.all([
			answer(api.GET('/v1/accounts', { params: { query: { name } } })),
			filled((cursor) =>
				answer(api.GET('/v1/accounts/{account}/drivers', { params: { path, query: { origin: 'own', q, limit: 100, cursor } } }))
			)
		]);
		return { name, q, recipient: found.items[0] ?? null, drivers };
	} catch (problem) {
		return refuse(problem);
	}
}
