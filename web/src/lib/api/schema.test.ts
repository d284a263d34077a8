import { readFileSync } from 'node:fs';
import openapiTS, { astToString } from 'openapi-typescript';
import { expect, it } from 'vitest';

it('agrees with the API’s document; `npm run schema` makes it anew', async () => {
	const document = new URL('../../../../infra/openapi.json', import.meta.url);
	const committed = readFileSync(new URL('./schema.d.ts', import.meta.url), 'utf8');
	// What the program writes: a note on top, then the types.
	const made = astToString(await openapiTS(document));
	expect(committed.slice(committed.indexOf('export interface paths')) === made.slice(made.indexOf('export interface paths'))).toBe(true);
}, 30_000);
