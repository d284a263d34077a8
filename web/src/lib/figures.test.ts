import { expect, test } from 'vitest';
import { figure } from './figures.ts';

test('thousands are parted as English has them', () => {
	for (const n of [0, 7, 100, 999, 1_000, 12_345, 999_999, 1_000_000, -1, -999, -1_000, -123_456]) expect(figure(n)).toBe(n.toLocaleString('en'));
});
