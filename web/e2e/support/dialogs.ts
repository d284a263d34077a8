// The dialogs of the console, as its sources have them: by the name of their file, and what their titles may be.
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

const HOME = 'src/lib';
/** A part that makes a dialog says no words of its own: it is given the title. */
const TITLED = /<(?:\w*Dialog|Palette)\s[^>]*?\b(?:title|label)=(?:"([^"]*)"|\{((?:\$\{[^}]*\}|[^}])*)\})/;

/** What matches a text of the sources once it is filled in. */
function filled(text: string): string {
	return text.split(/\$?\{[^}]*\}/).map((said) => said.replace(/[.*+?^()|[\]\\]/g, '\\$&')).join('.+');
}

const found = new Map<string, RegExp>();
for (const file of readdirSync(HOME, { recursive: true, encoding: 'utf8' })) {
	if (!file.endsWith('.svelte')) continue;
	const [titled, text, expression = ''] = TITLED.exec(readFileSync(join(HOME, file), 'utf8')) ?? [];
	if (!titled) continue;
	const texts = text === undefined ? [...expression.matchAll(/'([^']*)'|`([^`]*)`/g)].map(([, plain, template]) => plain ?? template ?? '') : [text];
	// What is called by a name that it has, such as a session, has any.
	const named = /\?\?|nameOf/.test(expression);
	found.set(basename(file, '.svelte'), new RegExp(`^(${named ? '.+' : texts.map(filled).join('|')})$`));
}

export const DIALOGS = [...found.keys()];

export function titleOf(dialog: string): RegExp {
	const title = found.get(dialog);
	if (!title) throw new Error(`no file of src/lib has the dialog ${dialog}`);
	return title;
}
