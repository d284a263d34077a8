import { toasts } from './toasts.svelte.ts';

type List<Row> = { rows: Row[]; cursor: string | null; rest(goOn: () => boolean): Promise<boolean> };

/** Rows that were ticked. They stay so while others are looked at: it is kept under which filters each was found. */
export class Selection<Row extends { id: string }> {
	found = $state.raw(new Map<string, { row: Row; under: string }>());
	/** All that fit are being read. */
	reading = $state(false);
	#anchor = 0;
	#under: () => string;
	#list: () => List<Row>;

	constructor(list: () => List<Row>, under: () => string) {
		[this.#list, this.#under] = [list, under];
	}

	/** The box in the head says how much of the list: all only where it was read to its end. */
	show(box: HTMLInputElement): void {
		const { rows, cursor } = this.#list();
		const ticked = rows.filter((row) => this.has(row)).length;
		box.checked = !this.reading && ticked > 0 && ticked === rows.length && cursor === null;
		box.indeterminate = ticked > 0 && !box.checked;
	}

	has({ id }: Row): boolean {
		return this.found.has(id);
	}

	set(rows: Row[], on: boolean): void {
		const found = new Map(this.found);
		for (const row of rows) {
			if (!on) found.delete(row.id);
			else if (!found.has(row.id)) found.set(row.id, { row, under: this.#under() });
		}
		this.found = found;
	}

	/** One row, or with Shift all from the last one on. */
	pick(at: number, on: boolean, through: boolean): void {
		const { rows } = this.#list();
		const from = through ? this.#anchor : at;
		this.set(rows.slice(Math.min(from, at), Math.max(from, at) + 1), on);
		this.#anchor = at;
	}

	/** From one row to the next, by Shift and an arrow: on the way back rows are left. */
	step(from: number, to: number): void {
		const { rows } = this.#list();
		const here = rows.slice(from, from + 1);
		if (!this.has(rows[from]!)) this.#anchor = from;
		const back = Math.abs(to - this.#anchor) < Math.abs(from - this.#anchor);
		this.set(back ? here : [...here, rows[to]!], !back);
	}

	/** All that fit the filters, also those that are not read yet; or none of them. */
	async all(on: boolean): Promise<void> {
		if (!on) return this.set(this.#list().rows, false);
		const list = this.#list();
		const add = () => {
			if (this.reading && this.#list() === list) this.set(list.rows, true);
			else return false;
			return true;
		};
		this.reading = true;
		const whole = await list.rest(add);
		if (add() && !whole) toasts.say('Not all could be read, so not all are selected. Try again.', true);
		this.reading = false;
	}

	clear(): void {
		[this.reading, this.found] = [false, new Map()];
	}
}
