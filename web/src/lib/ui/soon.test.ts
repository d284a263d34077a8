import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { send } from '#lib/api/send.ts';
import { soon } from './soon.ts';

let fetched: number;
/** Ends the one call that there is. */
let answer: (response: Response) => void;
let lose: (failure: Error) => void;

/** One of what opens does not come, which is no error of the page. */
function fetch(): Promise<unknown>[] {
	fetched++;
	return [Promise.resolve(), Promise.reject(new TypeError('Failed to fetch'))];
}

beforeEach(() => {
	vi.useFakeTimers();
	fetched = 0;
	const answered = new Promise<Response>((resolve, reject) => {
		answer = resolve;
		lose = reject;
	});
	vi.stubGlobal('fetch', () => answered);
});

afterEach(() => {
	vi.unstubAllGlobals();
	vi.useRealTimers();
});

test('what opens over a page is fetched once the page stands', async () => {
	soon(fetch);
	expect(fetched).toBe(0);
	await vi.advanceTimersByTimeAsync(1_000);
	expect(fetched).toBe(1);
});

test.each([
	['has come', () => answer(new Response('{}'))],
	['was lost', () => lose(new TypeError('Failed to fetch'))]
])('it waits for each answer that the page waits for, until that %s', async (_, end) => {
	const call = send(new Request('http://codriver.test/v1/me')).catch(() => null);
	soon(fetch);
	await vi.advanceTimersByTimeAsync(5_000);
	expect(fetched).toBe(0);
	end();
	await call;
	await vi.advanceTimersByTimeAsync(200);
	expect(fetched).toBe(1);
});

test('of a page that is left before nothing more is fetched', async () => {
	void send(new Request('http://codriver.test/v1/me'));
	const stop = soon(fetch);
	await vi.advanceTimersByTimeAsync(1_000);
	stop();
	answer(new Response('{}'));
	await vi.advanceTimersByTimeAsync(1_000);
	expect(fetched).toBe(0);
});
