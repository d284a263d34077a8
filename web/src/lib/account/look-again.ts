import { invalidate } from '$app/navigation';
import { answer, api, type Schemas } from '#lib/api/client.ts';
import { session } from '#lib/session/session.svelte.ts';
import { isTyped } from '#lib/ui/typed.ts';

/**
 * Reads an account anew, and its page with it if it was changed, or what one may do in it; not under somebody
 * who types: a page that cannot be read then takes the place of theirs.
 */
export async function lookAgain({ id, version, role }: Schemas['Account']): Promise<void> {
	if (isTyped()) return;
	const now = await answer(api.GET('/v1/accounts/{account}', { params: { path: { account: id } } })).catch(() => null);
	// Who may do nothing in it any more is told by what they do next.
	if (!now || (now.version === version && now.role === role) || isTyped()) return;
	// Its name stands in the list of what to manage too.
	session.me = null;
	await invalidate('codriver:account');
}
