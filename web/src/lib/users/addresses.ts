export type Typed = { email: string; name?: string; line: string };

/** The API takes as many in one call. */
export const MOST_AT_ONCE = 1_000;

/**
 * The people in a pasted text: addresses one a line or separated, with names or without, as in
 * `Ann Lee <ann@example.com>`. What is no address is kept, so that nothing is lost unsaid.
 */
export function readAddresses(text: string): Typed[] {
	const found: Typed[] = [];
	const seen = new Set<string>();
	for (const line of separated(text)) {
		for (const typed of readLine(line)) {
			const key = typed.email.toLowerCase();
			if (!seen.has(key)) found.push(typed);
			seen.add(key);
		}
	}
	return found;
}

/** What stands in quotes is whole, and a name may have its comma: `"Lee, Ann" <ann@example.com>, Berg, Bert <bert@example.com>`. */
function separated(text: string): string[] {
	const lines = text.split(/[\n\r]+/).flatMap((line) => line.match(/(?:"[^"]*"|[^;\t])+/g) ?? []);
	return lines.flatMap((line) => {
		const found: string[] = [];
		let surname = '';
		for (const part of (line.match(/(?:"[^"]*"|[^,])+/g) ?? []).map((part) => part.trim()).filter(Boolean)) {
			const goesOn = surname && /^[^@<>]+<[^<>]+@[^<>]+>$/.test(part);
			if (surname && !goesOn) found.push(surname);
			if (part.includes('@')) found.push(goesOn ? `${surname}, ${part}` : part);
			surname = part.includes('@') ? '' : part;
		}
		return surname ? [...found, surname] : found;
	});
}

/** An address that may have a name with it, as in `Ann Lee <ann@example.com>`. */
export function readPerson(text: string): { email: string; name?: string } {
	const named = /^(.*?)\s*<\s*(?:mailto:)?([^<>\s]+)\s*>$/i.exec(text);
	return named?.[2] ? { email: named[2], name: clean(named[1]) } : { email: text.replace(/^mailto:/i, '') };
}

function readLine(line: string): Typed[] {
	const person = readPerson(line);
	if (person.email !== line) return [{ ...person, line }];
	const words = line.split(/\s+/);
	const addresses = words.filter((word) => word.includes('@'));
	if (addresses.length > 1) return words.map((word) => ({ email: word, line: word }));
	const [email] = addresses;
	if (!email) return [{ email: line, line }];
	return [{ email, name: clean(words.filter((word) => word !== email).join(' ')), line }];
}

function clean(name: string | undefined): string | undefined {
	return name?.replace(/^["']+|["']+$/g, '').trim() || undefined;
}
