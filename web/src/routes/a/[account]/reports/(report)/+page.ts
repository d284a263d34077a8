import { answer, api } from '#lib/api/client.ts';
import { filled } from '#lib/api/list.svelte.ts';
import { readFilters } from '#lib/reports/filters.ts';
import { refuse } from '#lib/session/me.ts';

export async function load({ params, url, depends }) {
	depends('codriver:reports');
	const path = { account: params.account };
	const filters = readFilters(url.searchParams);
	try {
		const report = await filled((cursor) =>
			answer(api.GET('/v1/accounts/{account}/reports', { params: { path, query: { ...filters, limit: 100, cursor } } }))
		);
		// What stands over the report of a new company comes with it, and pushes nothing down.
		if (!report.items.length) await import('#lib/account/FirstSteps.svelte');
		return { filters, report };
	} catch (problem) {
		return refuse(problem);
	}
}
