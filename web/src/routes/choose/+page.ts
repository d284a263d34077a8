import { all, answer, api } from '#lib/api/client.ts';
import { readMe, refuse } from '#lib/session/me.ts';

export async function load({ url }) {
	const me = await readMe(url);
	try {
		const [contexts, invitations] = await Promise.all([
			// The answer on who is signed in holds the first hundred.
			me.contexts.length < 100
				? me.contexts
				: all((cursor) => answer(api.GET('/v1/me/contexts', { params: { query: { limit: 100, cursor } } }))),
			me.invitations === 0
				? []
				: all((cursor) => answer(api.GET('/v1/me/invitations', { params: { query: { limit: 100, cursor } } })))
		]);
		return { me, contexts, invitations };
	} catch (problem) {
		return refuse(problem);
	}
}
