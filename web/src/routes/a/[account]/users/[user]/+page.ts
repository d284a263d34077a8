import { may } from '#lib/access.ts';
import { all, answer, api } from '#lib/api/client.ts';
import { Problem } from '#lib/api/problem.ts';
import { refuse } from '#lib/session/me.ts';

export async function load({ params, parent, depends }) {
	depends('codriver:user');
	const path = { account: params.account, user: params.user };
	try {
		const now = Promise.all([
			answer(api.GET('/v1/accounts/{account}/users/{user}/report', { params: { path } })),
			// Who has left is in the report only: what they have completed.
			answer(api.GET('/v1/accounts/{account}/users/{user}', { params: { path } })).catch(unlessGone),
			answer(api.GET('/v1/accounts/{account}/users/{user}/activity', { params: { path } })).catch(unlessGone)
		]);
		now.catch(() => {});
		const { context } = await parent();
		const groups = may('ReadGroups', context)
			? all((cursor) =>
					answer(api.GET('/v1/accounts/{account}/groups', { params: { path, query: { limit: 100, cursor } } }))
				)
			: [];
		const [[report, user, activity], known] = await Promise.all([now, groups]);
		return { report, user, activity, groups: known };
	} catch (problem) {
		return refuse(problem);
	}
}

function unlessGone(problem: unknown): null {
	if (problem instanceof Problem && problem.status === 404) return null;
	throw problem;
}
