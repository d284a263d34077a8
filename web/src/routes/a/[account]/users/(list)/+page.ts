import { answer, api } from '#lib/api/client.ts';
import { refuse } from '#lib/session/me.ts';
import { readFilters } from '#lib/users/filters.ts';

export async function load({ params, url, parent, depends }) {
	depends('codriver:users');
	const path = { account: params.account };
	const filters = readFilters(url.searchParams);
	try {
		// The list is asked for at once, whatever else is read of the account.
		const list = answer(
			api.GET('/v1/accounts/{account}/users', { params: { path, query: { ...filters, limit: 100 } } })
		);
		list.catch(() => {});
		const { account } = await parent();
		// What stands over the list of a new company comes with it, and pushes nothing down.
		const first = account.seats.used <= 1 && import('#lib/account/FirstSteps.svelte');
		const [users] = await Promise.all([list, first]);
		return { filters, users };
	} catch (problem) {
		return refuse(problem);
	}
}
