type Toast = { id: number; text: string; bad: boolean };

/** Short words on what was just done. They are read out, and go by themselves. */
class Toasts {
	list = $state.raw<Toast[]>([]);
	#next = 0;

	say(text: string, bad = false): void {
		const toast = { id: this.#next++, text, bad };
		this.list = [...this.list.slice(-2), toast];
		setTimeout(() => this.drop(toast.id), bad ? 12_000 : 6_000);
	}

	drop(id: number): void {
		this.list = this.list.filter((toast) => toast.id !== id);
	}
}

export const toasts = new Toasts();
