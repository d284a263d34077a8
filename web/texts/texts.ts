// Which texts people see of the console: they stand in the sources, and are found there.
import { adapter as inMarkup } from '@wuchale/svelte';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import PO from 'pofile';
import type { Plugin } from 'vite';
import { getKey, type Adapter, type HeuristicFunc, type Message } from 'wuchale';
import { adapter as inScript } from 'wuchale/adapter-vanilla';
import { compileTranslation } from 'wuchale/compiler';

const web = fileURLToPath(new URL('..', import.meta.url));

/** Attributes and properties whose values the program reads, not people. */
const READ = new Set(
	`accept at autocapitalize autocomplete class content d draggable fill for heading href id inputmode kind name path popover role
	scale scope spellcheck stroke target tone type value`.split(/\s+/)
);
const READ_KINDS = /^(data|shape|stroke)-|^aria-(?!label$|description$|roledescription$|valuetext$)/;

/** Calls whose words the program reads. */
const READ_CALLS =
	/^(access|may|refuse|invalidate|depends|isPressed|addEventListener|.*\.(get|has|includes|normalize|closest|querySelector|querySelectorAll|setAttribute|createElement|setData|getData))$/;

/** What looks like words in a script and is none: methods, headers, drawings, selectors, classes, steps of a dialog. */
const NO_TEXT =
	/^(GET|POST|PUT|PATCH|DELETE) \/|^M[\d#{]|^(If-Match|Idempotency-Key|Escape|Arrow\w+)$|\[popover\]|^(button, a, input|card report|button icon|stack panel|signing in|hand over)$/;
const NO_TEXT_IN: [end: string, what: RegExp][] = [
	['ui/Menu.svelte', /^(Home|End)$/],
	['import/columns.ts', /^[a-z]+( [a-z]+)+$/]
];

/** Single words that begin small and are shown; elsewhere only phrases are taken, since a status of the API is a word too. */
const SMALL = new Set('is are has have was were them those stay stays once needed yesterday today tomorrow'.split(' '));
const SMALL_IN: [end: string, words: string][] = [
	['enrolments/EnrolmentCard.svelte', 'yes'],
	['events/words.ts', 'code licence yes no none'],
	['import/CheckList.svelte', 'invited added'],
	['import/ColumnChoice.svelte', 'empty'],
	['import/import.svelte.ts', 'semicolons tabs commas'],
	['me/OverCourses.svelte', 'ended'],
	['ui/BothVersions.svelte', 'nothing'],
	['ui/ListEnd.svelte', 'newest first'],
	['codes/[batch]/+page.svelte', 'redeemed sent'],
	['settings/+page.svelte', 'your'],
	['courses/[enrolment]/+page.svelte', 'due']
];
const isSmall = (text: string, file: string) => SMALL.has(text) || SMALL_IN.some(([end, words]) => file.endsWith(end) && words.split(' ').includes(text));

/** Whether an attribute or property is shown to people. */
export const isShown = (attribute: string): boolean => !READ.has(attribute) && !READ_KINDS.test(attribute);

/** Whether words of a script are none of those that people see. */
export const isRead = (text: string, file: string): boolean => NO_TEXT.test(text) || NO_TEXT_IN.some(([end, what]) => file.endsWith(end) && what.test(text));

/** Whether words are shown to people; `#` and `{0}` stand for what is put in. */
export const isText: HeuristicFunc = ({ msgStr: [text = ''], details: { scope, attribute, call, file } }) => {
	const words = text.replace(/#|\{\d+\}/g, ' … ');
	if (!/\p{L}/u.test(words) || (attribute && !isShown(attribute))) return false;
	if (scope === 'markup') return 'message';
	if (isRead(text, file) || (call && READ_CALLS.test(call))) return false;
	if (scope === 'attribute') return 'message';
	if (/^[/?.]|^#[/?]|^(var|text|application)[/(]|^[a-z_]+\/|^[A-Z][a-z]+[A-Z]|^[A-Z0-9]+$/.test(text)) return false;
	return /^\p{Lu}/u.test(text) || (/\s/.test(text) && /\p{L}{2}/u.test(words)) || isSmall(text, file) ? 'message' : false;
};

/** A build has one language: nothing is looked up anew when it changes. */
const once = { initReactive: () => null, useReactive: false, plain: { wrapInit: same, wrapUse: same }, reactive: { wrapInit: same, wrapUse: same } };
function same(expression: string): string {
	return expression;
}

const options = { heuristic: isText, patterns: [{ name: 'counted', args: ['other' as const, 'message' as const] }], runtime: once };
const markup = inMarkup(options);
const script = inScript(options);

/** What is thrown is passed over by the reader, so it is shown to it as a value. */
const HIDDEN = 'void/*throw*/';
const thrown = /\bthrow(?= (new )?\w+\()/g;

function read(adapter: Adapter, filename: string, content: string, index: (key: string) => number) {
	return adapter.transform({
		content: content.replace(thrown, HIDDEN),
		filename,
		index: { indices: new Map(), nextIndex: 0, get: index },
		expr: { plain: '', reactive: '' },
		matchUrl: () => null
	});
}

const adapterOf = (file: string) => (/\.svelte(\.ts)?$/.test(file) ? markup : script);

/** The files that texts stand in, in order. */
export function files(): string[] {
	return readdirSync(join(web, 'src'), { recursive: true, encoding: 'utf8' })
		.map((file) => `src/${file}`)
		.filter((file) => /\.(svelte|ts)$/.test(file) && !/\.(test|d)\.ts$|\/left-out\.ts$/.test(file))
		.sort();
}

export const source = (file: string): string => readFileSync(join(web, file), 'utf8');

/** The texts of each file, as they come. */
export async function texts(): Promise<Map<string, Message[]>> {
	const found = new Map<string, Message[]>();
	for (const file of files()) found.set(file, (await read(adapterOf(file), file, source(file), () => 0)).msgs);
	return found;
}

/** All texts, page by page, in the form that translators' tools read; one that stands on several is with the first. */
export function catalogue(found: Map<string, Message[]>): string {
	const items = new Map<string, InstanceType<typeof PO.Item>>();
	for (const [file, said] of found) {
		for (const { msgStr, context, placeholders } of said) {
			const key = getKey(msgStr, context);
			const item = items.get(key) ?? new PO.Item();
			items.set(key, item);
			item.msgid = msgStr[0] ?? '';
			if (!item.references.includes(file)) item.references.push(file);
			for (const [at, what] of placeholders) {
				const comes = `{${at}}: ${what.replace(/\s+/g, ' ')}`;
				if (!item.extractedComments.includes(comes)) item.extractedComments.push(comes);
			}
		}
	}
	const po = new PO();
	po.headers = { 'Content-Type': 'text/plain; charset=utf-8', 'Content-Transfer-Encoding': '8bit' };
	po.items = [...items.values()];
	return po.toString();
}

/** What each text is in a language, from its catalogue; those without stay English. */
export function saidIn(catalogue: string): Map<string, string> {
	return new Map(PO.parse(catalogue).items.map(({ msgid, msgctxt, msgstr }) => [getKey([msgid], msgctxt), msgstr[0] || msgid]));
}

/** A file with its texts said in a language; nothing where it has none. */
export async function translated(file: string, content: string, said: Map<string, string>, language: string): Promise<string | undefined> {
	const keys: string[] = [];
	const { msgs, output } = await read(adapterOf(file), file, content, (key) => (keys.includes(key) ? keys.indexOf(key) : keys.push(key) - 1));
	if (!msgs.length) return;
	const texts = keys.map((key) => compileTranslation(said.get(key) ?? key, key));
	const module = file.endsWith('.svelte') && /<script[^>]*\smodule\b/.test(content);
	const head = [
		`import _w_to_ from 'wuchale/runtime';`,
		`const _w_runtime_ = _w_to_({ c: ${JSON.stringify(texts)} }, '${language}');`,
		module ? 'const _w_runtime_mod_ = _w_runtime_;' : ''
	].join('\n');
	let code = output(head).code ?? '';
	// A file without a script gets one, in which the reader writes what it has not been given.
	code = code.replace(/^undefined$/gm, '').replace(/undefined(?=\s*<\/script>)/, '').replaceAll(HIDDEN, 'throw');
	return code.includes('<W_tx_') ? code : code.replace(/import W_tx_ from .*/, '');
}

/** Builds the console in a language. */
export function inLanguage(language: string): Plugin {
	const said = saidIn(readFileSync(join(web, `texts/${language}.po`), 'utf8'));
	const all = new Set(files());
	return {
		name: 'texts',
		enforce: 'pre',
		async transform(content, id) {
			const file = relative(web, id);
			return all.has(file) ? translated(file, content, said, language) : undefined;
		}
	};
}
