import { answer, type Answered } from './client.ts';
import { Problem } from './problem.ts';

/**
 * Sends what a person wants done, each under its own Idempotency-Key. The key stays while no answer has
 * come, so that pressing again cannot do it twice, and is new after an answer, so that trying again is tried.
 */
export class Once {
	#keys = new Map<string, string>();

	/** `wanted` is all that tells it from something else that might be wanted here. */
	async send<T>(wanted: unknown, call: (header: { 'Idempotency-Key': string }) => Answered<T>): Promise<Exclude<T, string>> {
		const what = JSON.stringify(wanted ?? null);
		const key = this.#keys.get(what) ?? crypto.randomUUID();
		this.#keys.set(what, key);
		try {
			const done = await answer(call({ 'Idempotency-Key': key }));
			this.#keys.delete(what);
			return done;
		} catch (problem) {
			// A refusal is an answer. Where none is told, it may have been done.
			if (problem instanceof Problem && tellsAnAnswer(problem)) this.#keys.delete(what);
			throw problem;
		}
	}
}

/** Whether the API keeps this answer for the key, and so would give it again to whoever sent it again. */
function tellsAnAnswer({ status, code }: Problem): boolean {
	const isPassing = status === 0 || status === 401 || status === 429 || status >= 500;
	return !isPassing && code !== 'request_in_progress';
}
