import createClient from 'openapi-fetch';
import type { components, paths } from './schema.d.ts';
import { problemFrom } from './problem.ts';
import { send } from './send.ts';

export type Schemas = components['schemas'];

/** Every operation of the API, typed by its document. The cookie says who is calling. */
export const api = createClient<paths>({ baseUrl: '/', credentials: 'same-origin', fetch: send });

export type Answered<T> = Promise<{ data?: T; error?: unknown; response: Response }>;

/** The answer's body; a problem is thrown. Strings are a list's CSV, which `csv.ts` reads. */
export async function answer<T>(call: Answered<T>): Promise<Exclude<T, string>> {
	const { data, error, response } = await call;
	if (!response.ok) throw problemFrom(error, response);
	return data as Exclude<T, string>;
}

type Page<T> = { items: T[]; next_cursor: string | null };

/** All items of a list that is known to be short. */
export async function all<T>(page: (cursor?: string) => Promise<Page<T>>): Promise<T[]> {
	const items: T[] = [];
	let cursor: string | undefined;
	do {
		const { items: more, next_cursor } = await page(cursor);
		items.push(...more);
		cursor = next_cursor ?? undefined;
	} while (cursor);
	return items;
}
