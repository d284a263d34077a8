import { expect, test } from 'vitest';
import { Once } from './once.ts';
import { Problem } from './problem.ts';

const body = { name: 'Night shift' };
const done = { data: 'done', response: new Response() };
const refused = (status: number, code: string) => ({ error: { status, code, detail: 'So it is.' }, response: new Response(null, { status }) });

/** The key that a call was sent with, and what became of it. */
async function press(once: Once, wanted: unknown, becomes: () => Promise<{ data?: unknown; error?: unknown; response: Response }>): Promise<string> {
	let sent = '';
	const call = once.send(wanted, (header) => {
		sent = header['Idempotency-Key'];
		return becomes();
	});
	await call.catch(() => {});
	return sent;
}

test('a key stays until an answer is told, so that pressing again cannot do it twice', async () => {
	const untold = [
		() => Promise.reject(new Problem({ status: 0, code: 'unreachable', detail: 'So it is.' })),
		() => Promise.reject(new Error('of the page')),
		async () => refused(401, 'unauthenticated'),
		async () => refused(409, 'request_in_progress'),
		async () => refused(429, 'too_many_requests'),
		async () => refused(500, 'internal_error'),
		async () => refused(503, 'unavailable')
	];
	for (const fault of untold) {
		const once = new Once();
		const first = await press(once, body, fault);
		expect(await press(once, body, fault), String(fault)).toBe(first);
		expect(await press(once, body, async () => done), String(fault)).toBe(first);
		expect(await press(once, body, async () => done), String(fault)).not.toBe(first);
	}
});

test('a refusal is an answer: what is tried again is tried', async () => {
	for (const [status, code] of [[403, 'forbidden'], [409, 'group_name_taken'], [422, 'invalid_input']] as const) {
		const once = new Once();
		const first = await press(once, body, async () => refused(status, code));
		expect(await press(once, body, async () => done)).not.toBe(first);
	}
});

test('another body has another key, and the first keeps its own meanwhile', async () => {
	const once = new Once();
	const busy = async () => refused(503, 'unavailable');
	const first = await press(once, body, busy);
	expect(await press(once, { name: 'Day shift' }, busy)).not.toBe(first);
	expect(await press(once, body, busy)).toBe(first);
});

test('what is done or refused is told to who pressed', async () => {
	const once = new Once();
	expect(await once.send(body, async () => ({ data: { id: 'grp_1' }, response: new Response() }))).toEqual({ id: 'grp_1' });
	await expect(once.send(body, async () => refused(422, 'invalid_input'))).rejects.toThrow('So it is.');
});
