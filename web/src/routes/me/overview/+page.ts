import { all, answer, api } from '#lib/api/client.ts';
import { isOwn } from '#lib/contexts/where.ts';
import { refuse } from '#lib/session/me.ts';

export async function load() {
	const overviews = await all((cursor) =>
		answer(api.GET('/v1/me/reports/overview', { params: { query: { limit: 100, cursor } } }))
	).catch(refuse);
	return { overviews: overviews.filter(({ context }) => !isOwn(context)) };
}
