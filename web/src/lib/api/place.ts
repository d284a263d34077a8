import { untrack } from 'svelte';
import { List, type Page, type Read } from './list.svelte.ts';
import { sentence } from './problem.ts';

/** Whoever has read further than this is shown the beginning again after a change. */
const MOST_ANEW = 2_000;

/** Makes the lists of a page. One that is of the same as the one before, such as after a change, goes as far: nobody loses their place. */
export function inPlace<T>(): (of: unknown, first: Page<T>, read: Read<T>) => List<T> {
	let before: { of: string; list: List<T> } | undefined;
	return (of, first, read) => {
		const now = { of: JSON.stringify([of]), list: new List(first, read) };
		const same = before?.of === now.of ? before.list : undefined;
		if (same) untrack(() => void goOn(now.list, read, same.rows));
		before = now;
		return now.list;
	};
}

/** Reads a list on to where it was read before; those rows stand until then. */
async function goOn<T>(list: List<T>, read: Read<T>, before: T[]): Promise<void> {
	if (!list.cursor || before.length <= list.rows.length || before.length > MOST_ANEW) return;
	let rows = list.rows;
	let cursor: string | null = list.cursor;
	list.rows = [...rows, ...before.slice(rows.length)];
	list.fetching = true;
	try {
		while (cursor && rows.length < before.length) {
			const { items, next_cursor }: Page<T> = await read(cursor);
			rows = [...rows, ...items];
			cursor = next_cursor;
		}
	} catch (failure) {
		list.problem = sentence(failure);
	} finally {
		[list.rows, list.cursor, list.fetching] = [rows, cursor, false];
	}
}
