import { may } from '#lib/access.ts';
import { all, answer, api, type Schemas } from '#lib/api/client.ts';
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
		const { account, context } = await parent();
		const groups = may('ReadGroups', context)
			? all((cursor) =>
					answer(api.GET('/v1/accounts/{account}/groups', { params: { path, query: { limit: 100, cursor } } }))
				)
			: [];
		const [[report, user, activity], known] = await Promise.all([now, groups]);
		// Drivers are shared, and nobody else; the page does not wait for with whom.
		const isDriver = user?.status === 'active' && user.role === (account.kind === 'company' ? 'driver' : 'holder');
		const shares = isDriver && may('Routes', context) ? sharesOf(path) : null;
		shares?.catch(() => {});
		return { report, user, activity, groups: known, shares };
	} catch (problem) {
		return refuse(problem);
	}
}

async function sharesOf(path: { account: string; user: string }): Promise<Schemas['AccountRef'][]> {
	const driver = await answer(api.GET('/v1/accounts/{account}/drivers/{user}', { params: { path } }));
	return driver.shared_with ?? [];
}

function unlessGone(problem: unknown): null {
	if (problem instanceof Problem && problem.status === 404) return null;
	throw problem;
}
