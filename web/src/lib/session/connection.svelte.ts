import { Problem } from '#lib/api/problem.ts';

type Kind = 'busy' | 'unreachable';
type Waiting = { kind: Kind; seconds: number };

/** How the console stands with the service, and what it waits for before it tries again. */
class Connection {
	waiting = $state<Waiting | null>(null);
	offline = $state(typeof navigator !== 'undefined' && !navigator.onLine);
	/** Whether there is a page to say it on. Before, the error page says it, and loads itself again. */
	hasPage = false;
	/** How many calls have no answer yet. What waits to be sent again is none of them. */
	underWay = 0;
	#end: ((tryAgain: boolean) => void)[] = [];
	#timer: ReturnType<typeof setInterval> | undefined;

	/** Counts down, then resolves true; false if the person stopped it, or nobody would see it. */
	wait(kind: Kind, seconds: number): Promise<boolean> {
		if (!this.hasPage) return Promise.resolve(false);
		this.waiting = { kind, seconds: Math.max(seconds, this.waiting?.seconds ?? 0) };
		this.#timer ??= setInterval(() => {
			if (!this.waiting || this.waiting.seconds <= 1) this.tryNow();
			else this.waiting.seconds -= 1;
		}, 1000);
		return new Promise((resolve) => this.#end.push(resolve));
	}

	tryNow(): void {
		this.#finish(true);
	}

	stop(): void {
		this.#finish(false);
	}

	reached(): void {
		this.offline = false;
	}

	/** The device is connected again. */
	back(): void {
		this.reached();
		this.tryNow();
	}

	failed(): Problem {
		return new Problem({
			status: 0,
			code: 'unreachable',
			detail: 'Codriver could not be reached. Check the connection and try again.'
		});
	}

	#finish(tryAgain: boolean): void {
		clearInterval(this.#timer);
		this.#timer = undefined;
		this.waiting = null;
		for (const end of this.#end.splice(0)) end(tryAgain);
	}
}

export const connection = new Connection();
