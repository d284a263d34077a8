import { Problem, sentence } from './problem.ts';

/** Why it was not done to one; who is gone needs no other try. */
type Refusal = { why: string; gone: boolean };
/** Of some, who was refused. */
export type Refused = Map<string, Refusal>;
type Failed<T> = Refusal & { item: T };

/**
 * Does one thing to many, call after call. Who is refused is kept with the reason, for another try; where
 * no more can be done it stops, and going on begins with the call that had no answer.
 */
export class Many<T extends { id: string }> {
	left = $state.raw<T[]>([]);
	failed = $state.raw<Failed<T>[]>([]);
	done = $state(0);
	busy = $state(false);
	error = $state<string | undefined>();
	/** Who may be tried once more, when all had their turn. */
	readonly again = $derived(this.failed.filter(({ gone }) => !gone));
	#stopped = false;
	#atOnce: number;
	#does: (some: T[]) => Promise<Refused>;
	#ondone: (did: T[], gone: T[]) => void;

	constructor(items: T[], atOnce: number, does: (some: T[]) => Promise<Refused>, ondone: (did: T[], gone: T[]) => void) {
		this.left = items;
		[this.#atOnce, this.#does, this.#ondone] = [atOnce, does, ondone];
	}

	/** True once it is done to all. */
	async run(): Promise<boolean> {
		if (!this.left.length) [this.left, this.failed] = [this.again.map(({ item }) => item), this.failed.filter(({ gone }) => gone)];
		[this.busy, this.error, this.#stopped] = [true, undefined, false];
		try {
			while (this.left.length && !this.#stopped) await this.#next();
		} catch (problem) {
			this.error = sentence(problem);
		} finally {
			this.busy = false;
		}
		return !this.left.length && !this.failed.length;
	}

	async #next(): Promise<void> {
		const some = this.left.slice(0, this.#atOnce);
		const refused = await this.#does(some);
		const did = some.filter(({ id }) => !refused.has(id));
		const not = some.flatMap((item) => {
			const refusal = refused.get(item.id);
			return refusal ? [{ item, ...refusal }] : [];
		});
		this.failed = [...this.failed, ...not];
		this.left = this.left.slice(some.length);
		this.done += did.length;
		this.#ondone(did, not.filter(({ gone }) => gone).map(({ item }) => item));
	}

	/** After the call that is under way. */
	stop = (): void => {
		this.#stopped = true;
	};
}

/** For calls that take one: a refusal that is about this one is theirs, anything else stops the rest. `gone` says a 404. */
export function one<T extends { id: string }>(gone: string, call: (item: T) => Promise<unknown>): (some: T[]) => Promise<Refused> {
	return async ([item]) => {
		try {
			await call(item!);
			return new Map();
		} catch (problem) {
			if (!(problem instanceof Problem) || ![403, 404, 409, 422].includes(problem.status)) throw problem;
			const missing = problem.status === 404;
			return new Map([[item!.id, { why: missing ? gone : sentence(problem), gone: missing }]]);
		}
	};
}
