/** A list that was pasted elsewhere, on its way to the page that reads lists. */
let text = '';

export function handOver(pasted: string): void {
	text = pasted;
}

export function takeOver(): string {
	const taken = text;
	text = '';
	return taken;
}
