import type { components } from './schema.d.ts';

type Body = components['schemas']['Problem'];

/** What the API says went wrong, in its own words. */
export class Problem extends Error {
	readonly status: number;
	readonly code: string;
	readonly errors: components['schemas']['FieldError'][];
	readonly requestId: string | null;

	constructor(body: Pick<Body, 'status' | 'code' | 'detail' | 'errors'>, requestId: string | null = null) {
		super(body.detail);
		this.status = body.status;
		this.code = body.code;
		this.errors = body.errors ?? [];
		this.requestId = requestId;
	}

	/** The sentence for a field, or for one of its items, if the problem names it. */
	at(field: string): string | undefined {
		return this.errors.find((error) => error.field.replace(/\[\d+\]$/, '') === field)?.detail;
	}
}

/** Reads a problem; what is none (a gateway's page, an empty body) still becomes a sentence. */
export function problemFrom(body: unknown, response: Response): Problem {
	const requestId = response.headers.get('x-request-id');
	if (body && typeof body === 'object' && 'code' in body && 'detail' in body) {
		return new Problem({ ...(body as Body), status: response.status }, requestId);
	}
	const { status } = response;
	const [code, detail] = withoutWords(status);
	return new Problem({ status, code, detail }, requestId);
}

/** What a gateway means that answers in Codriver's place. */
function withoutWords(status: number): [code: string, detail: string] {
	if (status === 429) return ['too_many_requests', 'The service has more to do than it can just now. Wait a moment, then try again.'];
	if (status >= 500) return ['unavailable', 'The service is busy. Try again in a moment.'];
	return ['unknown', `Codriver answered ${status} and did not say why. Try again.`];
}

/** Whether it is over by itself, so that it is worth to try again. */
export function passes(code: string | undefined): boolean {
	return code === 'unreachable' || code === 'unavailable' || code === 'too_many_requests';
}

/** The sentence for the one field a form has, else for the form: the API's own. */
export function sentence(problem: unknown, field?: string): string {
	if (problem instanceof Problem) {
		return (field && problem.at(field)) || problem.errors[0]?.detail || problem.message;
	}
	return 'Something went wrong on this page. Load it again.';
}

/** What a row of a bulk answer says of its failure. */
export function rowSentence(error: Body | undefined): string {
	return error?.errors?.[0]?.detail ?? error?.detail ?? 'It was not done.';
}
