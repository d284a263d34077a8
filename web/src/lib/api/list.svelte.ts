import { sentence } from './problem.ts';

export type Page<T> = { items: T[]; next_cursor: string | null };
export type Read<T> = (cursor?: string) => Promise<Page<T>>;

/** A page that is picked from after reading may be short or empty while the list goes on. */
const FULL = 25;
const MOST_READS = 20;

/** Reads on until there is something to show, the list ends, or it was looked at for long enough. */
export async function filled<T>(read: Read<T>, from?: string, full = FULL): Promise<Page<T>> {
	const page: Page<T> = { items: [], next_cursor: from ?? null };
	for (let reads = 0; reads < MOST_READS && page.items.length < full; reads++) {
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

	/** All of it, such as to print it, for as long as it is wanted; false if that failed. */
	rest = async (goOn = () => true): Promise<boolean> => {
		this.problem = undefined;
		while (this.cursor && !this.problem && goOn()) {
			if (this.fetching) await new Promise((resolve) => setTimeout(resolve, 50));
			else await this.more();
		}
		return !this.problem;
	};
}
