import { VALIDITIES, type Validity } from '#lib/enrolments/words.ts';

export type Filters = { course?: string; user?: string; status?: Validity; q?: string };

/** The filters in an address; what is none is left out. */
export function readFilters(query: URLSearchParams): Filters {
	const status = query.get('status') ?? '';
	return {
		course: query.get('course') || undefined,
		user: query.get('user') || undefined,
		status: status in VALIDITIES ? (status as Validity) : undefined,
		q: query.get('q')?.trim().slice(0, 200) || undefined
	};
}
