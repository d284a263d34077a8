import { may } from '#lib/access.ts';
import { all, answer, api } from '#lib/api/client.ts';
import { filled } from '#lib/api/list.svelte.ts';
import { readFilters } from '#lib/reports/filters.ts';
import { refuse } from '#lib/session/me.ts';

export async function load({ params, url, parent, depends }) {
	depends('codriver:reports');
	const path = { account: params.account };
	const filters = readFilters(url.searchParams);
	try {
		// The report is asked for at once; only the groups wait to know whether this role sees any.
		const report = filled((cursor) =>
			answer(api.GET('/v1/accounts/{account}/reports', { params: { path, query: { ...filters, limit: 100, cursor } } }))
		);
		const summary = answer(api.GET('/v1/accounts/{account}/reports/summary', { params: { path } }));
		for (const call of [report, summary]) call.catch(() => {});
		const { context } = await parent();
		const groups = may('ReadGroups', context)
			? all((cursor) =>
					answer(api.GET('/v1/accounts/{account}/groups', { params: { path, query: { limit: 100, cursor } } }))
				)
			: [];
		const [rows, counts, known] = await Promise.all([report, summary, groups]);
		// The report's table, or what stands over that of a new company, comes with it: all is drawn at once, which keeps a
		// phone from answering for the shortest time, and nothing is pushed down.
		const isNew = !rows.items.length && !rows.next_cursor;
		const Table = isNew ? undefined : (await import('#lib/reports/ReportTable.svelte')).default;
		if (isNew) await import('#lib/account/FirstSteps.svelte');
		return { filters, report: rows, summary: counts, groups: known, Table };
	} catch (problem) {
		return refuse(problem);
	}
}
