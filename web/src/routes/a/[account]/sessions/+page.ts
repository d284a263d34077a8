import { all, answer, api } from '#lib/api/client.ts';
import { filled } from '#lib/api/list.svelte.ts';
import { refuse } from '#lib/session/me.ts';
import { dayOf, readersZone, startOfDay } from '#lib/when.ts';

/** What comes, the next first; or what was in a year, the last first. */
export async function load({ params, url, parent, depends }) {
	depends('codriver:sessions');
	const path = { account: params.account };
	const past = url.searchParams.get('show') === 'past';
	const now = new Date().toISOString();
	const read = (query: { from: string; to?: string; limit: number; cursor?: string }) =>
		answer(api.GET('/v1/accounts/{account}/sessions', { params: { path, query } }));
	try {
		// The list goes on by the very time that it began with.
		const coming = past ? null : filled((cursor) => read({ from: now, limit: 100, cursor }));
		coming?.catch(() => {});
		const { me } = await parent();
		const zone = readersZone(me.person.time_zone);
		const thisYear = Number(dayOf(new Date(now), zone).slice(0, 4));
		const year = Math.min(Number(/^\d{4}$/.exec(url.searchParams.get('year') ?? '')?.[0] ?? thisYear), thisYear);
		if (coming) return { past, year, thisYear, zone, from: now, sessions: await coming };
		const [from, end] = [startOfDay(`${year}-01-01`, zone), startOfDay(`${year + 1}-01-01`, zone)];
		const found = await all((cursor) => read({ from, to: end < now ? end : now, limit: 100, cursor }));
		const items = found.filter(({ starts_at, ends_at }) => Date.parse(ends_at) <= Date.parse(now) && Date.parse(starts_at) >= Date.parse(from));
		return { past, year, thisYear, zone, from, sessions: { items: items.reverse(), next_cursor: null } };
	} catch (problem) {
		return refuse(problem);
	}
}
