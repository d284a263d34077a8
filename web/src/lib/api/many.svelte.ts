import { Problem, sentence } from './problem.ts';

/** Of some, who was refused, with the reason. */
type Refused = Map<string, string>;
type Failed<T> = { item: T; why: string };

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
	#stopped = false;
	#atOnce: number;
	#does: (some: T[]) => Promise<Refused>;
	#ondone: (some: T[]) => void;

	constructor(items: T[], atOnce: number, does: (some: T[]) => Promise<Refused>, ondone: (some: T[]) => void) {
		this.left = items;
		[this.#atOnce, this.#does, this.#ondone] = [atOnce, does, ondone];
	}

	/** True once it is done to all. */
	async run(): Promise<boolean> {
		if (!this.left.length) [this.left, this.failed] = [this.failed.map(({ item }) => item), []];
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
		const not = some.filter(({ id }) => refused.has(id));
		this.failed = [...this.failed, ...not.map((item) => ({ item, why: refused.get(item.id)! }))];
		this.left = this.left.slice(some.length);
		this.done += did.length;
		this.#ondone(did);
	}

	/** After the call that is under way. */
	stop = (): void => {
		this.#stopped = true;
	};
}

/** For calls that take one: a refusal that is about this one is theirs, anything else stops the rest. */
export function one<T extends { id: string }>(call: (item: T) => Promise<unknown>): (some: T[]) => Promise<Refused> {
	return async ([item]) => {
		try {
			await call(item!);
			return new Map();
		} catch (problem) {
			if (!(problem instanceof Problem) || ![403, 404, 409, 422].includes(problem.status)) throw problem;
			return new Map([[item!.id, sentence(problem)]]);
		}
	};
}
