import { answer, api } from '#lib/api/client.ts';
import { Problem } from '#lib/api/problem.ts';
import { session } from './session.svelte.ts';

/** Signs out; a problem means that the person is still signed in. */
export async function signOut(): Promise<void> {
	const { me } = session;
	// Forgotten first: a sign-in that has ended already asks for no new one here.
	session.me = null;
	try {
		await answer(api.POST('/v1/sign-out'));
	} catch (problem) {
		if (problem instanceof Problem && problem.status === 401) return;
		session.me = me;
		throw problem;
	}
}
