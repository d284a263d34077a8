import { all, answer, api } from '#lib/api/client.ts';
import { readPeople } from '#lib/clients/people.ts';
import { refuse } from '#lib/session/me.ts';

/** All of them: who has how many is counted over all. The filters in the address choose what is shown. */
export async function load({ params, depends }) {
	depends('codriver:clients');
	const path = { account: params.account };
	try {
		const [clients, people] = await Promise.all([
			all((cursor) =>
				answer(api.GET('/v1/accounts/{account}/clients', { params: { path, query: { limit: 100, cursor } } }))
			),
			readPeople(params.account)
		]);
		return { clients, people };
	} catch (problem) {
		return refuse(problem);
	}
}
