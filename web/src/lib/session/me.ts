import { error, redirect } from '@sveltejs/kit';
import { answer, api, type Schemas } from '#lib/api/client.ts';
import { Problem } from '#lib/api/problem.ts';
import { session } from './session.svelte.ts';

/** Reads who is signed in; nobody is sent to the sign-in, and back to `url` after it. */
export async function readMe(url: URL): Promise<Schemas['Me']> {
	try {
		session.me = await answer(api.GET('/v1/me'));
		return session.me;
	} catch (problem) {
		if (problem instanceof Problem && problem.status === 401) redirect(307, signInPath(url));
		return refuse(problem);
	}
}

/** Who is signed in, where that may be nobody: a page that a mail's link leads to. */
export async function perhapsMe(): Promise<Schemas['Me'] | null> {
	try {
		session.me = await answer(api.GET('/v1/me'));
	} catch (problem) {
		if (!(problem instanceof Problem && problem.status === 401)) throw problem;
		session.me = null;
	}
	return session.me;
}

/** Who is signed in, as read before if it was. */
export async function knownMe(url: URL): Promise<Schemas['Me']> {
	return session.me ?? (await readMe(url));
}

export function signInPath(url: URL): string {
	const back = url.pathname + url.search;
	return back === '/' || back === '/choose' ? '/sign-in' : `/sign-in?to=${encodeURIComponent(back)}`;
}

/** Where to go after signing in: a path of this console, whatever the address bar says. */
export function pathAfterSignIn(to: string | null): string {
	return to && /^\/(?![/\\])/.test(to) && !to.startsWith('/sign-in') ? to : '/';
}

/** A load's problem becomes the error page. */
export function refuse(problem: unknown): never {
	if (problem instanceof Problem) {
		error(problem.status >= 400 ? problem.status : 503, {
			message: problem.message,
			code: problem.code,
			requestId: problem.requestId
		});
	}
	throw problem;
}
