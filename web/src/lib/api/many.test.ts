import { expect, it } from 'vitest';
import { Many, one } from './many.svelte.ts';
import { Problem } from './problem.ts';

const problem = (status: number) => new Problem({ status, code: 'x', detail: `Refused with ${status}.` });
const people = ['ann', 'bert', 'cleo', 'dora'].map((id) => ({ id }));

it('who is refused is kept with the reason, and tried again; who is gone is not', async () => {
	const asked: string[] = [];
	const did: string[] = [];
	let refuses = true;
	const call = async ({ id }: { id: string }) => {
		asked.push(id);
		if (id === 'bert' && refuses) throw problem(409);
		if (id === 'cleo') throw problem(404);
	};
	const many = new Many(people, 1, one('Is gone.', call), (some) => did.push(...some.map(({ id }) => id)));
	expect(await many.run()).toBe(false);
	expect(many.failed.map(({ item, why }) => [item.id, why])).toEqual([['bert', 'Refused with 409.'], ['cleo', 'Is gone.']]);
	refuses = false;
	expect(await many.run()).toBe(false);
	expect(asked).toEqual(['ann', 'bert', 'cleo', 'dora', 'bert']);
	expect(did).toEqual(['ann', 'dora', 'bert']);
	expect(many.again).toEqual([]);
});

it('where no more can be done it stops, and goes on with the call that had no answer', async () => {
	const asked: string[] = [];
	let busy = true;
	const many = new Many(people, 2, async (some) => {
		asked.push(some.map(({ id }) => id).join());
		if (asked.length === 2 && busy) throw problem(503);
		return new Map();
	}, () => {});
	expect(await many.run()).toBe(false);
	expect(many.error).toBe('Refused with 503.');
	busy = false;
	expect(await many.run()).toBe(true);
	expect(asked).toEqual(['ann,bert', 'cleo,dora', 'cleo,dora']);
	expect(many.done).toBe(4);
});
