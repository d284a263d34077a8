import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { problemFrom, rowSentence, sentence } from './problem.ts';

const document = JSON.parse(readFileSync(new URL('../../../../infra/openapi.json', import.meta.url), 'utf8'));
const { enum: codes, description }: { enum: string[]; description: string } = document.components.schemas.ProblemCode;
const meanings = new Map([...description.matchAll(/`(\w+)`: (.*?[.?!])(?= `|$)/g)].map(([, code, meaning]) => [code, meaning]));

test('every error code of the API has a sentence of its own, which is what people read', () => {
	expect([...meanings.keys()].sort()).toEqual([...codes].sort());
	expect(new Set(meanings.values()).size).toBe(codes.length);
	for (const [code, detail] of meanings) {
		const body = { type: `/v1/problems/${code}`, title: detail, status: 409, detail, code };
		expect(sentence(problemFrom(body, new Response(null, { status: 409 })))).toBe(detail);
		expect(rowSentence(body as Parameters<typeof rowSentence>[0])).toBe(detail);
	}
});

test('what a gateway answers in the place of the API has a sentence too, each its own', () => {
	const said = [404, 429, 503].map((status) => sentence(problemFrom('<html>', new Response(null, { status }))));
	expect(new Set(said).size).toBe(3);
	for (const each of said) expect(each).toMatch(/^[A-Z].*\.$/);
});
