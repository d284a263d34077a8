import { untrack } from 'svelte';
import { sentence } from './problem.ts';

export type Page<T> = { items: T[]; next_cursor: string | null };
type Read<T> = (cursor?: string) => Promise<Page<T>>;

/** A page that is picked from after reading may be short or empty while the list goes on. */
const FULL = 25;
const MOST_READS = 20;
/** Whoever has read further than this is shown the beginning again after a change. */
const MOST_ANEW = 2_000;

/** Reads on until there is something to show, the list ends, or it was looked at for long enough. */
export async function filled<T>(read: Read<T>, from?: string): Promise<Page<T>> {
	const page: Page<T> = { items: [], next_cursor: from ?? null };
	for (let reads = 0; reads < MOST_READS && page.items.length < FULL; reads++) {
		const next = await read(page.next_cursor ?? undefined);
		page.items.push(...next.items);
		page.next_cursor = next.next_cursor;
		if (!next.next_cursor) break;
	}
	return page;
}

/** A list as far as it was read, which grows by the pages that are asked for. */
export class List<T> {
	rows = $state.raw<T[]>([]);
	cursor = $state<string | null>(null);
	fetching = $state(false);
	problem = $state<string | undefined>();
	#read: Read<T>;

	constructor(first: Page<T>, read: Read<T>) {
		this.rows = first.items;
		this.cursor = first.next_cursor;
		this.#read = read;
	}

	more = async (): Promise<void> => {
		if (!this.cursor || this.fetching) return;
		this.fetching = true;
		this.problem = undefined;
		try {
			const { items, next_cursor } = await filled(this.#read, this.cursor);
			this.rows = [...this.rows, ...items];
			this.cursor = next_cursor;
		} catch (failure) {
			this.problem = sentence(failure);
		} finally {
			this.fetching = false;
		}
	};

	/** As the end comes into view; not again and again where it fails. */
	onend = (): void => {
		if (!this.problem) void this.more();
	};

	/** Reads on to where a list of the same was read before, whose rows stand until then. */
	async anew(before: T[]): Promise<void> {
		if (!this.cursor || before.length <= this.rows.length || before.length > MOST_ANEW) return;
		let [rows, cursor] = [this.rows, this.cursor as string | null];
		this.rows = [...rows, ...before.slice(rows.length)];
		this.fetching = true;
		try {
			while (cursor && rows.length < before.length) {
				const { items, next_cursor } = await this.#read(cursor);
				rows = [...rows, ...items];
				cursor = next_cursor;
			}
		} catch (failure) {
			this.problem = sentence(failure);
		} finally {
			[this.rows, this.cursor, this.fetching] = [rows, cursor, false];
		}
	}

	/** All of it, such as to print it, for as long as it is wanted; false if that failed. */
	async rest(goOn = () => true): Promise<boolean> {
		while (this.cursor && !this.problem && goOn()) {
			if (this.fetching) await new Promise((resolve) => setTimeout(resolve, 50));
			else await this.more();
		}
		return !this.problem;
	}
}

/** Makes the lists of a page. One that is of the same as the one before, such as after a change, goes as far: nobody loses their place. */
export function inPlace<T>(): (of: unknown, first: Page<T>, read: Read<T>) => List<T> {
	let before: { of: string; list: List<T> } | undefined;
	return (of, first, read) => {
		const now = { of: JSON.stringify([of]), list: new List(first, read) };
		const same = before?.of === now.of ? before.list : undefined;
		if (same) void untrack(() => now.list.anew(same.rows));
		before = now;
		return now.list;
	};
}
