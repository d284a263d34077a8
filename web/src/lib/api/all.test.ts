import { expect, test } from 'vitest';
import { all } from './client.ts';

test('a list is read to its end, however long it is', async () => {
	const page = async (cursor = '0') => {
		const from = Number(cursor);
		return { items: Array.from({ length: 100 }, (_, at) => from + at), next_cursor: from < 4_900 ? String(from + 100) : null };
	};
	const items = await all(page);
	expect(items).toEqual(Array.from({ length: 5_000 }, (_, at) => at));
});
