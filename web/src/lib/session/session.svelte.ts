import type { components } from '#lib/api/schema.d.ts';

type Me = components['schemas']['Me'];

/** Who is signed in: the one thing that the console keeps between pages. */
class Session {
	me = $state.raw<Me | null>(null);
	/** Whether the sign-in over the page is asked for. */
	asking = $state(false);
	#waiting: ((signedIn: boolean) => void)[] = [];

	/** Asks to sign in over what is on the page; false if the person turned it down. */
	signInAgain(): Promise<boolean> {
		this.asking = true;
		return new Promise((resolve) => this.#waiting.push(resolve));
	}

	settle(signedIn: boolean): void {
		this.asking = false;
		for (const resolve of this.#waiting.splice(0)) resolve(signedIn);
	}
}

export const session = new Session();
