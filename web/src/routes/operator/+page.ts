import { all, answer, api } from '#lib/api/client.ts';
import { refuse } from '#lib/session/me.ts';

const STATUSES = ['pending', 'fulfilled', 'cancelled'] as const;

export async function load({ url, depends }) {
	depends('codriver:operator');
	const status = STATUSES.find((one) => one === url.searchParams.get('orders')) ?? 'pending';
	try {
		const [health, orders, requests, courses] = await Promise.all([
			answer(api.GET('/v1/operator/health')),
			answer(api.GET('/v1/operator/orders', { params: { query: { status } } })),
			all((cursor) => answer(api.GET('/v1/operator/requests', { params: { query: { limit: 100, cursor } } }))),
			all((cursor) => answer(api.GET('/v1/courses', { params: { query: { limit: 100, cursor } } })))
		]);
		return { status, health, orders, requests, courses };
	} catch (problem) {
		return refuse(problem);
	}
}
