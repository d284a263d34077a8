import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { connection } from '#lib/session/connection.svelte.ts';
import { session } from '#lib/session/session.svelte.ts';
import { Problem } from './problem.ts';
import { send } from './send.ts';

const KEY = 'a1b2';
const MINUTE_MS = 60_000;

/** What was sent, call by call. */
let sent: Request[];

beforeEach(() => {
	vi.useFakeTimers();
	connection.hasPage = true;
	sent = [];
});

afterEach(() => {
	connection.stop();
	connection.hasPage = false;
	session.me = null;
	vi.unstubAllGlobals();
	vi.useRealTimers();
});

function answers(...all: (() => Response)[]): void {
	vi.stubGlobal('fetch', async (request: Request) => {
		sent.push(request);
		const next = all[Math.min(sent.length, all.length) - 1];
		if (!next) throw new Error('nothing was expected');
		return next();
	});
}

const says = (status: number, headers: Record<string, string> = {}, body: unknown = {}) => () => new Response(JSON.stringify(body), { status, headers });
const lost = (): never => {
	throw new TypeError('Failed to fetch');
};

function post(key?: string): Request {
	return new Request('http://codriver.test/v1/accounts', { method: 'POST', body: '{"name":"Acme"}', headers: key ? { 'idempotency-key': key } : {} });
}

/** As long as it may take: every wait is let pass. */
async function outcome(call: Promise<Response>, ms = 10 * MINUTE_MS): Promise<number | string> {
	const ended = call.then(({ status }) => status, (failure: unknown) => (failure instanceof Problem ? failure.code : String(failure)));
	await vi.advanceTimersByTimeAsync(ms);
	return Promise.race([ended, Promise.resolve('waits')]);
}

test.each([
	['is still being done', says(409, { 'retry-after': '2' }, { code: 'request_in_progress' })],
	['is one call too many', says(429, { 'retry-after': '2' })],
	['meets a busy service', says(503, { 'retry-after': '2' })]
])('what %s is sent again when it was told to, the very same and with the same key', async (_, first) => {
	answers(first, says(201));
	const call = send(post(KEY));
	expect(await outcome(call, 1_000)).toBe('waits');
	expect(sent).toHaveLength(1);
	expect(await outcome(call, 1_000)).toBe(201);
	expect(sent.map(({ headers }) => headers.get('idempotency-key'))).toEqual([KEY, KEY]);
	expect(await Promise.all(sent.map((request) => request.text()))).toEqual(['{"name":"Acme"}', '{"name":"Acme"}']);
});

test('what had no answer is sent again with the same key, each time after a longer wait', async () => {
	answers(lost, lost, says(201));
	const call = send(post(KEY));
	expect(await outcome(call, 2_000)).toBe('waits');
	expect(sent).toHaveLength(2);
	expect(await outcome(call, 3_000)).toBe('waits');
	expect(sent).toHaveLength(2);
	expect(await outcome(call, 1_000)).toBe(201);
	expect(new Set(sent.map(({ headers }) => headers.get('idempotency-key')))).toEqual(new Set([KEY]));
});

test('what has no key might be done twice: it is sent once, and who pressed is told', async () => {
	answers(says(503, { 'retry-after': '1' }), says(201));
	expect(await outcome(send(post()))).toBe(503);
	answers(lost, says(201));
	sent = [];
	expect(await outcome(send(post()))).toBe('unreachable');
	expect(sent).toHaveLength(1);
});

test('a call too many was not done: it is sent again without a key too', async () => {
	answers(says(429, { 'retry-after': '1' }), says(201));
	expect(await outcome(send(post()))).toBe(201);
	expect(sent).toHaveLength(2);
});

test('what is read, put or deleted is sent again without a key', async () => {
	for (const method of ['GET', 'PUT', 'PATCH', 'DELETE']) {
		sent = [];
		answers(says(503), says(200));
		expect(await outcome(send(new Request('http://codriver.test/v1/me', { method }))), method).toBe(200);
	}
});

test('an answer that does not pass by itself is told at once', async () => {
	for (const status of [400, 403, 404, 409, 412, 422, 500, 502]) {
		sent = [];
		answers(says(status));
		expect(await outcome(send(post(KEY)), 0)).toBe(status);
		expect(sent, String(status)).toHaveLength(1);
	}
});

test('nobody is kept waiting for longer than a minute, nor for ever', async () => {
	answers(says(429, { 'retry-after': '3600' }));
	expect(await outcome(send(post(KEY)), 0)).toBe(429);
	sent = [];
	answers(says(503, { 'retry-after': '1' }));
	expect(await outcome(send(post(KEY)))).toBe(503);
	expect(sent).toHaveLength(6);
	sent = [];
	answers(lost);
	expect(await outcome(send(post(KEY)))).toBe('unreachable');
	expect(sent).toHaveLength(6);
});

test('who stops the waiting is told what there is to tell', async () => {
	answers(says(503, { 'retry-after': '30' }));
	const busy = send(post(KEY));
	await vi.advanceTimersByTimeAsync(1_000);
	connection.stop();
	expect(await outcome(busy, 0)).toBe(503);
	answers(lost);
	const away = send(post(KEY));
	await vi.advanceTimersByTimeAsync(1_000);
	connection.stop();
	expect(await outcome(away, 0)).toBe('unreachable');
});

test('before there is a page to say it on, nothing is waited for', async () => {
	connection.hasPage = false;
	answers(says(503, { 'retry-after': '1' }));
	expect(await outcome(send(post(KEY)), 0)).toBe(503);
	expect(sent).toHaveLength(1);
});

test('a sign-in that has ended is asked for over the page, and then the same is sent with the same key', async () => {
	session.me = {} as NonNullable<typeof session.me>;
	answers(says(401, {}, { code: 'unauthenticated' }), says(201));
	const call = send(post(KEY));
	expect(await outcome(call, 0)).toBe('waits');
	expect([session.asking, sent.length]).toEqual([true, 1]);
	session.settle(true);
	expect(await outcome(call, 0)).toBe(201);
	expect(sent.map(({ headers }) => headers.get('idempotency-key'))).toEqual([KEY, KEY]);
	// A code that was typed wrong is no sign-in that has ended.
	answers(says(401, {}, { code: 'sign_in_failed' }));
	expect(await outcome(send(post()), 0)).toBe(401);
	expect(session.asking).toBe(false);
});

test('what is called off is not sent again', async () => {
	const off = new AbortController();
	off.abort();
	answers(lost);
	const request = new Request('http://codriver.test/v1/me', { signal: off.signal });
	expect(await outcome(send(request))).toMatch(/Failed to fetch/);
	expect(sent).toHaveLength(1);
});
