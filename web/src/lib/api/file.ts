import { problemFrom } from './problem.ts';
import { send } from './send.ts';

/** Downloads what is no JSON, such as a PDF: a plain link would ask for a page. */
export async function downloadFile(path: string, accept: string, fallbackName: string): Promise<void> {
	const response = await send(new Request(path, { headers: { accept }, credentials: 'same-origin' }));
	if (!response.ok) throw problemFrom(await response.json().catch(() => null), response);
	saveAs(await response.blob(), nameIn(response) ?? fallbackName);
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
