import { connection } from '#lib/session/connection.svelte.ts';
import { session } from '#lib/session/session.svelte.ts';

/** A pause longer than this is no hiccup: the caller is told instead of kept waiting. */
const LONGEST_WAIT_SECONDS = 60;
const TRIES = 6;

/**
 * `fetch` that outlives what passes: a busy service, a lost connection, an ended sign-in. The very
 * same request is sent again, with the same Idempotency-Key, so nothing is done twice.
 */
export async function send(request: Request): Promise<Response> {
	for (let tried = 1; ; tried++) {
		let response: Response | undefined;
		try {
			connection.underWay++;
			response = await fetch(request.clone());
			connection.reached();
		} catch (failure) {
			if (request.signal.aborted) throw failure;
		} finally {
			connection.underWay--;
		}
		if (response?.status === 401 && session.me && (await hasEnded(response))) {
			// The page is open and something may be typed: sign in over it, then go on.
			if (await session.signInAgain()) continue;
			return response;
		}
		const seconds = response ? pause(response, tried) : Math.min(2 ** tried, 30);
		if (seconds === null || !repeatable(request, response) || tried === TRIES) {
			if (response) return response;
			throw connection.failed();
		}
		if (!(await connection.wait(response ? 'busy' : 'unreachable', seconds))) {
			if (response) return response;
			throw connection.failed();
		}
	}
}

/** In how many seconds to try again, or null where trying again does not help. */
function pause(response: Response, tried: number): number | null {
	const passing =
		response.status === 429 ||
		response.status === 503 ||
		(response.status === 409 && response.headers.has('retry-after'));
	if (!passing) return null;
	const said = Number(response.headers.get('retry-after') ?? Number.NaN);
	const seconds = Number.isFinite(said) ? Math.max(said, 1) : 2 ** tried;
	return seconds > LONGEST_WAIT_SECONDS ? null : seconds;
}

/** Whether sending it again cannot do it twice. What was one call too many, 429, was not done. */
function repeatable(request: Request, response: Response | undefined): boolean {
	return request.method !== 'POST' || request.headers.has('idempotency-key') || response?.status === 429;
}

/** Whether a 401 is of a sign-in that has ended, and not of a code that was typed wrong. */
async function hasEnded(response: Response): Promise<boolean> {
	const problem = await response.clone().json().catch(() => null);
	return problem?.code !== 'sign_in_failed';
}
