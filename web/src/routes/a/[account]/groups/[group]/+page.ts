import { error } from '@sveltejs/kit';
import { all, answer, api } from '#lib/api/client.ts';
import { filled } from '#lib/api/list.svelte.ts';
import { refuse } from '#lib/session/me.ts';

export async function load({ params, depends }) {
	depends('codriver:group');
	const path = { account: params.account };
	const [groups, members] = await Promise.all([
		all((cursor) =>
			answer(api.GET('/v1/accounts/{account}/groups', { params: { path, query: { limit: 100, cursor } } }))
		),
		filled((cursor) =>
			answer(api.GET('/v1/accounts/{account}/users', { params: { path, query: { group: params.group, limit: 100, cursor } } }))
		).catch((problem) => {
			// A group that is none is refused as a filter; as a page it is not there.
			if (problem.status === 422) return { items: [], next_cursor: null };
			throw problem;
		})
	]).catch(refuse);
	const group = groups.find(({ id }) => id === params.group);
	if (!group) error(404, { message: 'There is nothing here.' });
	return { group, members };
}
