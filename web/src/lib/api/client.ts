import createClient from 'openapi-fetch';
import type { components, paths } from './schema.d.ts';
import { Problem, problemFrom } from './problem.ts';
import { send } from './send.ts';

export type Schemas = components['schemas'];

/** Every operation of the API, typed by its document. The cookie says who is calling. */
export const api = createClient<paths>({ baseUrl: '/', credentials: 'same-origin', fetch: send });

type Answered<T> = Promise<{ data?: T; error?: unknown; response: Response }>;

/** The answer's body; a problem is thrown. Strings are a list's CSV, which `csv.ts` reads. */
export async function answer<T>(call: Answered<T>): Promise<Exclude<T, string>> {
	const { data, error, response } = await call;
	if (!response.ok) throw problemFrom(error, response);
	return data as Exclude<T, string>;
}

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

type Page<T> = { items: T[]; next_cursor: string | null };

/** All items of a list that is known to be short. A cursor that comes again would be read for ever. */
export async function all<T>(page: (cursor?: string) => Promise<Page<T>>): Promise<T[]> {
	const items: T[] = [];
	let cursor: string | undefined;
	do {
		const { items: more, next_cursor } = await page(cursor);
		if (next_cursor && next_cursor === cursor) throw new Problem({ status: 500, code: 'unknown', detail: 'A list could not be read to its end. Load this page again.' });
		items.push(...more);
		cursor = next_cursor ?? undefined;
	} while (cursor);
	return items;
}
