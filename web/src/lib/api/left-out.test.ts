import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { leftOut } from './left-out.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const document = JSON.parse(
	readFileSync(new URL('../../../../infra/openapi.json', import.meta.url), 'utf8')
) as { paths: Record<string, Record<string, unknown>> };

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];
const operations = Object.entries(document.paths)
	.flatMap(([path, methods]) => METHODS.filter((m) => m in methods).map((m) => `${m.toUpperCase()} ${path}`))
	.sort();

function used(): Set<string> {
	const found = new Set<string>();
	for (const file of readdirSync(root, { recursive: true, encoding: 'utf8' })) {
		if (!/\.(ts|svelte)$/.test(file) || /(\.test|schema\.d)\.ts$/.test(file)) continue;
		const source = readFileSync(join(root, file), 'utf8');
		for (const [, method, path] of source.matchAll(/\bapi\.(GET|POST|PUT|PATCH|DELETE)\(\s*'([^']+)'/g)) {
			found.add(`${method} ${path}`);
		}
	}
	return found;
}

it('knows every operation: each is called, or left out for a reason', () => {
	const called = used();
	const left = Object.values(leftOut).flat();
	expect([...called, ...left].sort()).toEqual(operations);
});
