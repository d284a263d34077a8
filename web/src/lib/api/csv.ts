import { nameIn, pagesOf, saveAs } from './file.ts';

/** A list's rows as one text: a page holds 10,000, and each has the header, which the text wants once. */
export async function readCsv(path: string, body?: unknown): Promise<{ text: string; name: string | undefined }> {
	const parts: string[] = [];
	let name: string | undefined;
	for await (const response of pagesOf(path, 'text/csv', body)) {
		const text = await response.text();
		parts.push(parts.length ? text.slice(text.indexOf('\n') + 1) : text);
		name ??= nameIn(response);
	}
	return { text: parts.join(''), name };
}

/** Downloads a list as one file. */
export async function downloadCsv(path: string, fallbackName: string, body?: unknown): Promise<void> {
	const { text, name } = await readCsv(path, body);
	saveAs(new Blob([text], { type: 'text/csv;charset=utf-8' }), name ?? fallbackName);
}
