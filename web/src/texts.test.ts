import { compile, parse } from 'svelte/compiler';
import { beforeAll, expect, test } from 'vitest';
import { catalogue, isRead, isShown, saidIn, source, texts, translated } from '../texts/texts.ts';

/** What stands in a file, read without what finds the texts: all of the markup, and the sentences of its scripts. */
function standing(file: string): string[] {
	const code = source(file);
	const found: string[] = [];
	const visit = (node: unknown): void => {
		if (Array.isArray(node)) return node.forEach(visit);
		if (typeof node !== 'object' || node === null) return;
		const { type, name, data, value } = node as { type?: string; name?: string; data?: string; value?: string | { cooked?: string } };
		if (type === 'Attribute' && !isShown(name ?? '')) return;
		if (type === 'StyleDirective' || type === 'ImportDeclaration' || type === 'TSLiteralType') return;
		if (type === 'Text') return void found.push(data ?? '');
		const said = type === 'TemplateElement' && typeof value === 'object' ? value.cooked : type === 'Literal' ? value : undefined;
		if (typeof said === 'string' && /\p{L}+ \p{L}+ \p{L}+/u.test(said) && !isRead(said, file)) found.push(said);
		Object.values(node).forEach(visit);
	};
	const { fragment, instance, module } = parse(file.endsWith('.svelte') ? code : `<script lang="ts">${code}</script>`, { modern: true });
	[fragment, instance?.content, module?.content].forEach(visit);
	return found;
}

const plain = (text: string): string => text.replace(/\s+/g, ' ').trim();
let found: Awaited<ReturnType<typeof texts>>;

beforeAll(async () => {
	found = await texts();
}, 60_000);

test('the catalogue has every text, and no other: `npm run texts` writes it anew', async () => {
	await expect(catalogue(found)).toMatchFileSnapshot('../texts/console.pot');
});

test('no text of the markup and no sentence of a script is missing in the catalogue', () => {
	const missing = [...found].flatMap(([file, messages]) => {
		const known = new Set(messages.flatMap(({ msgStr: [text = ''] }) => text.split(/\{\d+\}|<\/?\d+\/?>/).map(plain)));
		return standing(file).flatMap((text) => (!/\p{L}/u.test(text) || known.has(plain(text)) ? [] : `${file}: ${text}`));
	});
	expect(missing).toEqual([]);
}, 30_000);

test('what the page says before there is one stands among the texts too', () => {
	expect(source('src/app.html').replace(/<[^>]*>|%[\w.-]+%/g, '').trim()).toBe('');
	expect(source('src/app.html')).not.toMatch(/name="description" content="(?!%)|(title|alt|aria-label)="/);
});

test('a page is built in another language, with what is put into its texts and what is thrown', async () => {
	const said = saidIn('msgid "Codes · {0} · Codriver"\nmsgstr "Codriver · {0} · Kodes"\n\nmsgid "It was redeemed in the meantime: that stays."\nmsgstr "Schon eingelöst."\n');
	const page = 'src/routes/a/[account]/codes/+page.svelte';
	const dialog = 'src/lib/codes/VoidCodes.svelte';
	expect(await translated(page, source(page), said, 'de')).toContain('["Codriver · ",0," · Kodes"]');
	const code = (await translated(dialog, source(dialog), said, 'de')) ?? '';
	expect(code).toContain('"Schon eingelöst."');
	expect(code).toMatch(/throw refused\(_w_runtime_\(\d+\)\)/);
	expect(() => compile(code, { runes: true })).not.toThrow();
});
