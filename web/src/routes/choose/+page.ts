import { all, answer, api } from '#lib/api/client.ts';
import { contextsOf } from '#lib/contexts/all.ts';
import { readMe, refuse } from '#lib/session/me.ts';

export async function load({ url }) {
	const me = await readMe(url);
	try {
		const [contexts, invitations] = await Promise.all([
			contextsOf(me),
			me.invitations === 0
				? []
				: all((cursor) => answer(api.GET('/v1/me/invitations', { params: { query: { limit: 100, cursor } } })))
		]);
		return { me, contexts, invitations };
	} catch (problem) {
		return refuse(problem);
	}
}
