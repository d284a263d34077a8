import { tick } from 'svelte';
import { lists } from './ListEnd.svelte';
import { toasts } from './toasts.svelte.ts';

let reading: Promise<boolean> | undefined;

const unread = () => [...lists].find(({ cursor }) => cursor !== null);

/** All rows of all lists in the page; false if that failed, or somebody went on to another page. */
async function readAll(): Promise<boolean> {
	const here = location.href;
	const stays = () => location.href === here;
	for (let list = unread(); list && stays(); list = unread()) {
		if (!(await list.rest(stays))) {
			toasts.say('It was not printed: not all rows could be read. Try again.', true);
			return false;
		}
		await tick();
	}
	return stays();
}

const all = (): Promise<boolean> => (reading ??= readAll().finally(() => (reading = undefined)));

let printing: Promise<void> | undefined;

/** Prints the page when all rows of its lists are there; once, however often that is asked for meanwhile. */
export const print = (): Promise<void> => (printing ??= printWhole().finally(() => (printing = undefined)));

async function printWhole(): Promise<void> {
	const waits = setTimeout(() => toasts.say('All rows are read before they are printed …'), 500);
	const whole = await all();
	clearTimeout(waits);
	if (whole) window.print();
}

addEventListener('keydown', (event) => {
	if (event.key.toLowerCase() !== 'p' || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey || !unread()) return;
	event.preventDefault();
	void print();
});

/** By the browser's menu it is printed at once: what is a part says so, and the next one has all. */
addEventListener('beforeprint', () => {
	if (unread() && !reading) void all().then((whole) => whole && toasts.say('All rows are read now: print once again.'));
});
