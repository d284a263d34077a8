import { all, answer, api } from '#lib/api/client.ts';
import { periodOf } from '#lib/routes/line.ts';
import { refuse } from '#lib/session/me.ts';
import { readersZone } from '#lib/when.ts';

export async function load({ params, url, parent, depends }) {
	depends('codriver:routes');
	const path = { account: params.account };
	try {
		const drivers = answer(api.GET('/v1/accounts/{account}/drivers', { params: { path, query: { limit: 100 } } }));
		drivers.catch(() => {});
		// What a day is depends on where its reader is.
		const { me } = await parent();
		const zone = readersZone(me.person.time_zone);
		const period = periodOf(new URLSearchParams([...['on', 'by'].map((key) => [key, url.searchParams.get(key) ?? ''])]), zone);
		const { from, to } = period;
		const routes = await all((cursor) =>
			answer(api.GET('/v1/accounts/{account}/routes', { params: { path, query: { from, to, limit: 100, cursor } } }))
		);
		return { zone, period, routes, drivers: await drivers };
	} catch (problem) {
		return refuse(problem);
	}
}
