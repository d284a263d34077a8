import { nameIn, saveAs } from './file.ts';
import { problemFrom } from './problem.ts';
import { send } from './send.ts';

/**
 * Downloads a list as one CSV file. A link with `download` would ask for HTML, and a page of CSV
 * holds 10,000 rows, so the pages are fetched and put together here.
 */
export async function downloadCsv(path: string, fallbackName: string): Promise<void> {
	const parts: string[] = [];
	let name = fallbackName;
	let next: string | null = path;
	while (next) {
		const response: Response = await send(
			new Request(next, { headers: { accept: 'text/csv' }, credentials: 'same-origin' })
		);
		if (!response.ok) throw problemFrom(await response.json().catch(() => null), response);
		const text = await response.text();
		// Every page has the header; the file wants it once.
		parts.push(parts.length ? text.slice(text.indexOf('\n') + 1) : text);
		name = nameIn(response) ?? name;
		next = nextPage(response.headers.get('link'), location.origin);
	}
	saveAs(new Blob(parts, { type: 'text/csv;charset=utf-8' }), name);
}

/** The `rel="next"` of a Link header, kept to this origin: the cookie goes nowhere else. */
export function nextPage(link: string | null, origin: string): string | null {
	const target = /<([^>]+)>\s*;\s*rel="?next"?/.exec(link ?? '')?.[1];
	if (!target) return null;
	const url = new URL(target, origin);
	return url.pathname + url.search;
}
