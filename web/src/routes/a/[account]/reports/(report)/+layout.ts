import { may } from '#lib/access.ts';
import { all, answer, api } from '#lib/api/client.ts';
import { refuse } from '#lib/session/me.ts';

/** What stands over the report, whatever is looked for in it: a search asks for its rows alone. */
export async function load({ params, parent, depends }) {
	depends('codriver:reports');
	const path = { account: params.account };
	try {
		// The summary is asked for at once; only the groups wait to know whether this role sees any.
		const counts = answer(api.GET('/v1/accounts/{account}/reports/summary', { params: { path } }));
		counts.catch(() => {});
		const { context } = await parent();
		const known = may('ReadGroups', context)
			? all((cursor) =>
					answer(api.GET('/v1/accounts/{account}/groups', { params: { path, query: { limit: 100, cursor } } }))
				)
			: [];
		const [summary, groups] = await Promise.all([counts, known]);
		return { summary, groups };
	} catch (problem) {
		return refuse(problem);
	}
}
