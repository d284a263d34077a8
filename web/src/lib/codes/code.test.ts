import { expect, it } from 'vitest';
import { fault, readCode } from './code.ts';

const CODE = 'M9S34-6Q3D2-5VT4F-5V37Q';

it.each([
	['m9s346q3d25vt4f5v37q', CODE],
	[' Code: M9S34 6Q3D2 – 5VT4F 5V37Q\n', CODE],
	['Ｍ9S34-6Q3D2', 'M9S34-6Q3D2'],
	['oil', '011'],
	['m9s34', 'M9S34'],
	['', '']
])('a code is read as it is meant: %j', (typed, code) => expect(readCode(typed)).toBe(code));

it('a right code has no fault, however it is typed', () => {
	expect(fault(CODE)).toBeUndefined();
	expect(fault(CODE.toLowerCase().replaceAll('-', ' '))).toBeUndefined();
	expect(fault('00000-00000-00000-00000')).toBeUndefined();
	expect(fault('oOoOo ooooo 00000 00000')).toBeUndefined();
});

it('every wrong symbol and every swap of two neighbours is a typing mistake', () => {
	const symbols = [...CODE.replaceAll('-', '')];
	for (const [place, right] of symbols.entries()) {
		for (const other of '0123456789ABCDEFGHJKMNPQRSTVWXYZ') {
			const wrong = fault(symbols.with(place, other).join(''));
			expect(wrong === undefined, `${other} at ${place}`).toBe(other === right);
		}
		const next = symbols[place + 1];
		if (next && next !== right)
			expect(fault(symbols.with(place, next).with(place + 1, right).join(''))).toMatch(/typing mistake/);
	}
});

it.each([
	['', 'Type or paste the code.'],
	['M9S34', 'A code has 20 letters and digits: 15 are missing.'],
	[CODE.slice(0, -1), 'A code has 20 letters and digits: one is missing.'],
	[`${CODE}7`, 'A code has 20 letters and digits: one is too many.'],
	[CODE.replace('V', 'U'), 'No code has a U in it. Perhaps it is a V.']
])('what is wrong with %j is said', (typed, said) => expect(fault(typed)).toBe(said));
