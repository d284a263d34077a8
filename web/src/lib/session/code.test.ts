import { expect, it } from 'vitest';
import { isWhole, readCode } from './code.ts';
import { pathAfterSignIn } from './me.ts';

it.each([
	['7mz03qwx', '7MZ0-3QWX'],
	['7MZO-3QWX', '7MZ0-3QWX'],
	[' Code: il12 abcd ', '1112-ABCD'],
	['7mz', '7MZ'],
	['7MZ0-3QWX-more', '7MZ0-3QWX']
])('a code is read as it is meant: %j', (typed, code) => {
	expect(readCode(typed)).toBe(code);
	expect(isWhole(code)).toBe(code.length === 9);
});

it.each([
	['/a/acc_1/users?role=admin', '/a/acc_1/users?role=admin'],
	['//elsewhere.example', '/'],
	['/\\elsewhere.example', '/'],
	['https://elsewhere.example', '/'],
	['/sign-in', '/'],
	[null, '/']
])('after signing in, %j leads nowhere but here', (to, path) => expect(pathAfterSignIn(to)).toBe(path));
