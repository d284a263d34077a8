import { answer, api } from '#lib/api/client.ts';
import { refuse } from '#lib/session/me.ts';

export async function load({ url, depends }) {
	depends('codriver:operator');
	const q = url.searchParams.get('q')?.trim().slice(0, 200) || undefined;
	try {
		return { q, accounts: await answer(api.GET('/v1/operator/accounts', { params: { query: { q, limit: 50 } } })) };
	} catch (problem) {
		return refuse(problem);
	}
}
