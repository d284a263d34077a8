import { api, type Schemas } from '#lib/api/client.ts';
import { Once } from '#lib/api/once.ts';
import { rowSentence, sentence } from '#lib/api/problem.ts';
import { figure } from '#lib/figures.ts';
import { MOST_AT_ONCE } from '#lib/users/addresses.ts';
import { columnsOf, hasHeadings, type Columns, type Field } from './columns.ts';
import { decode, Unreadable } from './decode.ts';
import { alike, CELLS, keysOf, peopleIn, userOf, type Cell, type Row } from './rows.ts';
import { readSheet, type Sheet } from './sheet.ts';
import { standings, type Standing, type Verdict } from './standing.ts';

/** So many go in one call: few enough that the progress is seen to move. */
const SENT_AT_ONCE = 250;
const MOST_ROWS = 20_000;
const MOST_BYTES = 10_000_000;
const PAUSE_MS = 350;

/** Users that are read from a list, judged row by row by the API, mended, and sent. */
export class Import {
	sheet = $state.raw<Sheet | null>(null);
	/** What was read, as the page says it. */
	source = $state('');
	columns = $state.raw<Columns>([]);
	headed = $state(true);
	rows = $state.raw<Row[]>([]);
	/** Groups that everybody comes into. */
	groups = $state.raw<string[]>([]);
	invite = $state(true);
	free = $state(0);
	/** Rows that were typed into, and the cell that was last: they stay where they are mended. */
	touched = $state.raw<ReadonlyMap<number, Cell>>(new Map());
	verdicts = $state.raw<ReadonlyMap<Row, Verdict>>(new Map());
	judging = $state(false);
	sending = $state.raw<{ done: number; total: number } | null>(null);
	stopping = $state(false);
	problem = $state<string | undefined>();
	added = $state(0);

	readonly standing: Standing[] = $derived.by(() => standings(this.rows, this.verdicts, this.#seatless, this.free));
	readonly ready = $derived(this.standing.filter(({ kind }) => kind === 'ready'));
	/** What is left to do after all that is ready is sent. */
	readonly left = $derived(this.standing.filter(({ kind }) => kind === 'failed' || kind === 'waits'));
	/** Whether leaving would lose something. */
	readonly unsent = $derived(this.standing.some(({ kind }) => kind !== 'done' && kind !== 'there'));
	readonly begun = $derived(this.added > 0 || this.sending !== null);

	readonly #account: string;
	#seatless = $state.raw<ReadonlySet<string>>(new Set());
	#once = new Once();
	#run = 0;
	#waiting: ReturnType<typeof setTimeout> | undefined;
	#mended = new Map<string, Partial<Row>>();

	constructor(account: string, free: number) {
		this.#account = account;
		this.free = free;
	}

	async readFile(file: File): Promise<void> {
		this.problem = undefined;
		try {
			if (file.size > MOST_BYTES) throw new Unreadable('This file is larger than 10 MB. Split it, and read one part after the other.');
			const { text, encoding } = decode(new Uint8Array(await file.arrayBuffer()));
			this.readText(text, file.name, encoding);
		} catch (failure) {
			this.problem = failure instanceof Unreadable ? failure.message : 'This file could not be opened. Choose it again.';
		}
	}

	readText(text: string, name = 'Pasted text', encoding?: string): void {
		this.problem = undefined;
		try {
			const sheet = readSheet(text);
			if (!sheet.rows.length) throw new Unreadable('There is nothing in it. Choose another file, or paste the list.');
			if (sheet.rows.length > MOST_ROWS) throw new Unreadable(`These are ${figure(sheet.rows.length)} rows. Read at most ${figure(MOST_ROWS)} at once.`);
			this.sheet = sheet;
			const between = { ';': 'semicolons', '\t': 'tabs', ',': 'commas' }[sheet.separator] ?? sheet.separator;
			const parted = sheet.rows.some(({ cells }) => cells.length > 1) ? `parted by ${between}` : '';
			this.source = [name, encoding, parted].filter(Boolean).join(', ');
			this.setHeaded(hasHeadings(sheet));
		} catch (failure) {
			if (!(failure instanceof Unreadable)) throw failure;
			this.problem = failure.message;
		}
	}

	setHeaded(headed: boolean): void {
		if (!this.sheet) return;
		this.headed = headed;
		this.columns = columnsOf(this.sheet, headed);
		this.#people();
	}

	/** Says what a column is; what was that before is left out. */
	setColumn(at: number, field: Field | undefined): void {
		this.columns = this.columns.map((before, nth) => (nth === at ? field : before === field ? undefined : before));
		this.#people();
	}

	setInvite(invite: boolean): void {
		this.invite = invite;
		this.judgeAll();
	}

	setGroups(groups: string[]): void {
		this.groups = groups;
		this.#later(() => this.judgeAll());
	}

	/** Mends a cell. The row is judged as soon as there is a pause in typing, or at once. */
	mend(row: Row, cell: Cell, text: string): void {
		const now = { ...row, [cell]: text };
		this.#mended.set(`${row.number}`, { ...this.#mended.get(`${row.number}`), [cell]: text });
		this.rows = this.rows.map((each) => (each === row ? now : each));
		this.touched = new Map(this.touched).set(row.number, cell);
		this.#later(() => void this.#judge(this.rows.filter((each) => !this.verdicts.has(each))));
	}

	/** What waits for a pause waits no longer. */
	judgeNow(): void {
		if (!this.#waiting) return;
		clearTimeout(this.#waiting);
		this.#waiting = undefined;
		void this.#judge(this.rows.filter((each) => !this.verdicts.has(each)));
	}

	/** Takes a row off the list; answers what brings it back. */
	leaveOut(row: Row): () => void {
		const at = this.rows.indexOf(row);
		this.rows = this.rows.toSpliced(at, 1);
		return () => (this.rows = this.rows.toSpliced(Math.min(at, this.rows.length), 0, row));
	}

	/** Judges all rows anew that are not done: seats may have been freed, or groups made. */
	judgeAll(): void {
		this.verdicts = new Map([...this.verdicts].filter(([, { kind }]) => kind === 'done'));
		this.#seatless = new Set();
		void this.#judge(this.rows.filter((row) => !this.verdicts.has(row)));
	}

	/** Adds who is ready, some a call. What breaks off is sent again with the same key, so that nothing is done twice. */
	async send(): Promise<void> {
		if (this.sending) return;
		this.judgeNow();
		const queue = this.ready.map(({ row }) => row);
		this.sending = { done: 0, total: queue.length };
		[this.stopping, this.problem, this.touched] = [false, undefined, new Map()];
		try {
			for (let at = 0; at < queue.length && !this.stopping; at += SENT_AT_ONCE) {
				const rows = queue.slice(at, at + SENT_AT_ONCE);
				this.#settle(rows, await this.#call(rows, {}));
				this.sending = { done: at + rows.length, total: queue.length };
			}
		} catch (failure) {
			this.problem = sentence(failure);
		} finally {
			this.sending = null;
		}
	}

	/** Puts what the API says of the rows beside them. */
	#settle(rows: Row[], results: Schemas['ImportResult'][]): void {
		const verdicts = new Map(this.verdicts);
		let done = 0;
		for (const { index, status, error } of results) {
			const row = rows[index];
			if (!row) continue;
			if (status !== 'invited' && status !== 'added') {
				verdicts.set(row, status === 'failed' ? failure(error) : { kind: 'there' });
				continue;
			}
			done += 1;
			verdicts.set(row, { kind: 'done', invited: status === 'invited' });
			if (!this.#seatless.has(keysOf(row).address)) this.free = Math.max(0, this.free - 1);
		}
		this.added += done;
		this.verdicts = verdicts;
	}

	async #judge(rows: Row[]): Promise<void> {
		if (!this.columns.includes('email') || !rows.length) return;
		const run = (this.#run += 1);
		this.judging = true;
		this.problem = undefined;
		try {
			for (let at = 0; at < rows.length; at += MOST_AT_ONCE) {
				const some = rows.slice(at, at + MOST_AT_ONCE);
				const results = await this.#call(some, { dry: true });
				if (run !== this.#run) return;
				const verdicts = new Map(this.verdicts);
				for (const { index, status, error } of results) if (some[index]) verdicts.set(some[index], verdictOf(status, error));
				this.verdicts = verdicts;
			}
			await this.#findSeatless(run);
		} catch (failure) {
			if (run === this.#run) this.problem = sentence(failure);
		} finally {
			if (run === this.#run) this.judging = false;
		}
	}

	/** Who was added before has a seat already. It is asked only where seats are short. */
	async #findSeatless(run: number): Promise<void> {
		const ready = this.rows.filter((row) => this.verdicts.get(row)?.kind === 'ready' && !this.#seatless.has(keysOf(row).address));
		if (!this.invite || ready.length <= this.free) return;
		const found = new Set(this.#seatless);
		for (let at = 0; at < ready.length; at += MOST_AT_ONCE) {
			const results = await this.#call(ready.slice(at, at + MOST_AT_ONCE), { dry: true, invite: false });
			if (run !== this.#run) return;
			for (const { email, status } of results) if (status === 'already_a_user') found.add(alike(email));
		}
		this.#seatless = found;
	}

	async #call(rows: Row[], { dry = false, invite = this.invite }): Promise<Schemas['ImportResult'][]> {
		const body = { users: rows.map((row) => userOf(row, this.groups)) };
		const query = { invite: invite ? ('true' as const) : ('false' as const), ...(dry ? { dry_run: 'true' as const } : {}) };
		// A check does nothing, so it may be sent again by any key.
		const once = dry ? new Once() : this.#once;
		const path = { account: this.#account };
		const { results } = await once.send([body, query], (header) => api.POST('/v1/accounts/{account}/users/import', { params: { path, query, header }, body }));
		return results;
	}

	#people(): void {
		if (!this.sheet) return;
		const rows = peopleIn(this.sheet, this.columns, this.headed);
		this.rows = rows.map((row) => ({ ...row, ...this.#mended.get(`${row.number}`) }));
		this.judgeAll();
	}

	#later(does: () => void): void {
		clearTimeout(this.#waiting);
		this.#waiting = setTimeout(() => {
			this.#waiting = undefined;
			does();
		}, PAUSE_MS);
	}
}

function verdictOf(status: Schemas['ImportStatus'], error: Schemas['Problem'] | undefined): Verdict {
	if (status === 'invited' || status === 'added') return { kind: 'ready' };
	if (status === 'already_a_user') return { kind: 'there' };
	// The API's own seats are counted call by call; here they are counted over all rows.
	return error?.code === 'seat_limit_reached' ? { kind: 'ready' } : failure(error);
}

function failure(error: Schemas['Problem'] | undefined): Verdict {
	const cells = (error?.errors ?? []).flatMap(({ field }) => {
		const cell = /^users\[\d+\]\.(\w+)/.exec(field)?.[1];
		return cell && cell in CELLS ? [cell as Cell] : [];
	});
	return { kind: 'failed', why: rowSentence(error), cells };
}
