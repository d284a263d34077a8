import { redirect } from '@sveltejs/kit';

/** The address that mails about a sign-in lead to. */
export function load() {
	redirect(307, '/me/account?section=sign-ins');
}
