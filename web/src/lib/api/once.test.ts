import { expect, test } from 'vitest';
import { Once } from './client.ts';
import { Problem } from './problem.ts';

const problem = (status: number, code: string) => new Problem({ status, code, detail: 'So it is.' });

test('a key stays until an answer is told, so that pressing again cannot do it twice', () => {
	const untold = [
		problem(0, 'unreachable'),
		problem(401, 'unauthenticated'),
		problem(409, 'request_in_progress'),
		problem(429, 'too_many_requests'),
		problem(500, 'internal_error'),
		problem(503, 'unavailable'),
		new Error('of the page')
	];
	for (const fault of untold) {
		const once = new Once();
		const first = once.header({ name: 'Night shift' });
		once.failed(fault);
		expect(once.header({ name: 'Night shift' }), String(fault)).toEqual(first);
	}
});

test('a refusal is an answer: what is tried again is tried', () => {
	for (const refusal of [problem(403, 'forbidden'), problem(409, 'group_name_taken'), problem(422, 'invalid_input')]) {
		const once = new Once();
		const first = once.header({ name: 'Night shift' });
		once.failed(refusal);
		expect(once.header({ name: 'Night shift' })).not.toEqual(first);
	}
});

test('another body has another key', () => {
	const once = new Once();
	const first = once.header({ name: 'Night shift' });
	expect(once.header({ name: 'Day shift' })).not.toEqual(first);
});
