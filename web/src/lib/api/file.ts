import { problemFrom } from './problem.ts';
import { send } from './send.ts';

/**
 * The pages of what is no JSON, such as CSV or a PDF, which say themselves where the next one is. A `body`
 * is posted, as a report link's secret is.
 */
export async function* pagesOf(path: string, accept: string, body?: unknown): AsyncGenerator<Response> {
	for (let next: string | null = path; next; ) {
		const headers = { accept, ...(body ? { 'content-type': 'application/json' } : {}) };
		const how = { method: body ? 'POST' : 'GET', headers, body: body && JSON.stringify(body), credentials: 'same-origin' };
		const response = await send(new Request(next, how as RequestInit));
		if (!response.ok) throw problemFrom(await response.json().catch(() => null), response);
		yield response;
		next = nextPage(response.headers.get('link'), location.origin);
	}
}

/** Downloads it: a plain link would ask for a page. What is too long for one file comes as several. */
export async function downloadFile(path: string, accept: string, fallbackName: string, body?: unknown): Promise<void> {
	let nth = 0;
	for await (const response of pagesOf(path, accept, body)) {
		nth += 1;
		const name = nameIn(response) ?? fallbackName;
		saveAs(await response.blob(), nth === 1 ? name : name.replace(/(\.\w+)?$/, `-${nth}$1`));
	}
}

type Answered = Promise<{ data?: Blob; error?: unknown; response: Response }>;

/** Saves what a typed call with `parseAs: 'blob'` answers. */
export async function download(call: Answered, fallbackName: string): Promise<void> {
	const { data, error, response } = await call;
	if (!response.ok || !data) throw problemFrom(error, response);
	saveAs(data, nameIn(response) ?? fallbackName);
}

/** The name that an answer gives its file. */
export function nameIn(response: Response): string | undefined {
	return /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '')?.[1];
}

export function saveAs(file: Blob, name: string): void {
	const url = URL.createObjectURL(file);
	const link = document.createElement('a');
	link.href = url;
	link.download = name;
	link.click();
	URL.revokeObjectURL(url);
}

/** The `rel="next"` of a Link header, kept to this origin: the cookie goes nowhere else. */
export function nextPage(link: string | null, origin: string): string | null {
	const target = /<([^>]+)>\s*;\s*rel="?next"?/.exec(link ?? '')?.[1];
	if (!target) return null;
	const url = new URL(target, origin);
	return url.pathname + url.search;
}
