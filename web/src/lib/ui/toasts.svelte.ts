/** What takes back what was just done, or is offered to be done. */
type Action = { label: string; run: () => void };
type Toast = { id: number; text: string; bad: boolean; action?: Action };

/** Short words on what was just done. They are read out, and go by themselves. */
class Toasts {
	list = $state.raw<Toast[]>([]);
	#next = 0;

	say(text: string, bad = false, action?: Action): void {
		const id = this.#add(text, bad, action);
		setTimeout(() => this.drop(id), bad || action ? 12_000 : 6_000);
	}

	/** What stands, once, till it is done. */
	offer(text: string, action: Action): void {
		if (!this.list.some((toast) => toast.text === text)) this.#add(text, false, action);
	}

	/** What was done can be undone for as long as the words stand. */
	undoable(text: string, undo: () => void): void {
		this.say(text, false, { label: 'Undo', run: undo });
	}

	#add(text: string, bad: boolean, action?: Action): number {
		const toast = { id: this.#next++, text, bad, action };
		this.list = [...this.list.slice(-2), toast];
		return toast.id;
	}

	drop(id: number): void {
		this.list = this.list.filter((toast) => toast.id !== id);
	}
}

export const toasts = new Toasts();
