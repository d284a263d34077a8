import { redirect } from '@sveltejs/kit';
import { all, answer, api } from '#lib/api/client.ts';
import { knownMe, readMe, refuse, signInPath } from '#lib/session/me.ts';

/** The account is in the address of every page, so that two tabs never mix two companies. */
export async function load({ params, url, depends }) {
	depends('codriver:account');
	const path = { account: params.account };
	const [me, account] = await Promise.all([
		knownMe(url),
		answer(api.GET('/v1/accounts/{account}', { params: { path } })).catch((problem) =>
			// Who is not signed in is sent there by the other call.
			problem.status === 401 ? null : refuse(problem)
		)
	]);
	if (!account) redirect(307, signInPath(url));
	const here = ({ account: { id } }: { account: { id: string } }) => id === account.id;
	// What was read before may be old: a role that has changed since is read anew.
	const known = me.contexts.find(here);
	const context =
		(known && known.role !== account.role ? (await readMe(url)).contexts.find(here) : known) ??
		// More than a hundred, or one that is new since: the full list knows.
		(await all((cursor) => answer(api.GET('/v1/me/contexts', { params: { query: { limit: 100, cursor } } }))).catch(
			refuse
		)).find(here) ?? {
			account: { id: account.id, name: account.name, kind: account.kind },
			role: account.role ?? 'driver',
			labels: [],
			driver_count: 0,
			last_used_at: account.created_at
		};
	return { me, account, context };
}
