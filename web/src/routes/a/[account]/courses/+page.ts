import { may } from '#lib/access.ts';
import { all, answer, api } from '#lib/api/client.ts';
import { refuse } from '#lib/session/me.ts';

export async function load({ params, parent, depends }) {
	depends('codriver:courses');
	const path = { account: params.account };
	try {
		const licences = all((cursor) =>
			answer(api.GET('/v1/accounts/{account}/licences', { params: { path, query: { limit: 100, cursor } } }))
		);
		const courses = all((cursor) => answer(api.GET('/v1/courses', { params: { query: { limit: 100, cursor } } })));
		for (const call of [licences, courses]) call.catch(() => {});
		const { context } = await parent();
		const orders = may('Orders', context)
			? all((cursor) => answer(api.GET('/v1/accounts/{account}/orders', { params: { path, query: { limit: 100, cursor } } })))
			: [];
		const [pools, catalogue, ordered] = await Promise.all([licences, courses, orders]);
		// What stands over the courses of a new company comes with them, and pushes nothing down.
		if (pools.every(({ assigned }) => !assigned)) await import('#lib/account/FirstSteps.svelte');
		return { pools, catalogue, orders: ordered };
	} catch (problem) {
		return refuse(problem);
	}
}
