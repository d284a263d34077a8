import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

type Event = { viewer: { ip: string }; request: { uri: string; headers: Record<string, { value: string }> } };

const template = readFileSync('../template.yaml', 'utf8');
const code = /^      FunctionCode: \|\n((?:        .*\n)+)/m.exec(template)?.[1];
/** What CloudFront runs before it looks for anything, as the template has it. */
const edge = new Function(`${code}; return handler;`)() as (event: Event) => Event['request'];

const event = (uri: string, headers = {}): Event => ({ viewer: { ip: '198.51.100.7' }, request: { uri, headers } });

test('every page is the one that there is, and a file is itself', () => {
	for (const page of ['/', '/sign-in', '/a/acc_1/users', '/a/acc_1.x/users']) expect(edge(event(page)).uri).toBe('/index.html');
	for (const file of ['/robots.txt', '/_app/immutable/chunks/a.js']) expect(edge(event(file)).uri).toBe(file);
});

test('the API is told who asks, whatever they say themselves', () => {
	const { uri, headers } = edge(event('/v1/me', { 'x-codriver-viewer': { value: '203.0.113.1' } }));
	expect(uri).toBe('/v1/me');
	expect(headers['x-codriver-viewer']).toEqual({ value: '198.51.100.7' });
});
