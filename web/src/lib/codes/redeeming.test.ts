import { expect, test } from 'vitest';
import { readRows } from './redeeming.ts';

test('rows are read with commas, tabs and spaces, and say what is wrong before they are sent', () => {
	const good = readRows('00000-00000-00000-00000, ann@example.com, Ann Lee\n00000 00000 00000 00000\tbert@example.com');
	expect(good).toMatchObject([
		{ code: '00000-00000-00000-00000', email: 'ann@example.com', name: 'Ann Lee', why: undefined },
		{ code: '00000-00000-00000-00000', email: 'bert@example.com', name: undefined, why: undefined }
	]);
	expect(readRows('00000-00000-00000-00000 Ann')[0]?.why).toMatch(/no e-mail/);
	expect(readRows('00000-00000, ann@example.com')[0]?.why).toMatch(/missing/);
});
