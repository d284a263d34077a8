import { all, answer, api } from '#lib/api/client.ts';
import { refuse } from '#lib/session/me.ts';

export async function load({ depends }) {
	depends('codriver:operator');
	return {
		courses: await all((cursor) => answer(api.GET('/v1/courses', { params: { query: { limit: 100, cursor } } }))).catch(refuse)
	};
}
