import { all, answer, api, type Schemas } from '#lib/api/client.ts';

/** Every account that somebody may act in: the answer on who is signed in holds the first hundred. */
export async function contextsOf({ contexts }: Pick<Schemas['Me'], 'contexts'>): Promise<Schemas['Context'][]> {
	if (contexts.length < 100) return contexts;
	return all((cursor) => answer(api.GET('/v1/me/contexts', { params: { query: { limit: 100, cursor } } })));
}
