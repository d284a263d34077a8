import { all, answer, api } from '#lib/api/client.ts';
import { refuse } from '#lib/session/me.ts';

export async function load({ params, depends }) {
	depends('codriver:settings');
	const path = { account: params.account };
	const withRole = (role: 'holder' | 'admin') =>
		all((cursor) =>
			answer(api.GET('/v1/accounts/{account}/users', { params: { path, query: { role, limit: 100, cursor } } }))
		);
	try {
		const [holder, admins, keys, texts, reminders, refused] = await Promise.all([
			withRole('holder'),
			withRole('admin'),
			all((cursor) => answer(api.GET('/v1/accounts/{account}/api-keys', { params: { path, query: { limit: 100, cursor } } }))),
			all((cursor) => answer(api.GET('/v1/accounts/{account}/settings/emails', { params: { path, query: { limit: 100, cursor } } }))),
			answer(api.GET('/v1/accounts/{account}/settings/reminders', { params: { path } })),
			all((cursor) => answer(api.GET('/v1/accounts/{account}/refused', { params: { path, query: { limit: 100, cursor } } })))
		]);
		return { people: [...holder, ...admins], keys, texts, reminders, refused };
	} catch (problem) {
		return refuse(problem);
	}
}
