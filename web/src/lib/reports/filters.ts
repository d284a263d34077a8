import { STATUSES, VALIDITIES, type Status, type Validity } from '#lib/enrolments/words.ts';

export type Filters = { course?: string; group?: string; status?: Status; validity?: Validity; q?: string };

/** The filters in an address; what is none is left out. */
export function readFilters(query: URLSearchParams): Filters {
	const status = query.get('status') ?? '';
	const validity = query.get('validity') ?? '';
	return {
		course: query.get('course') || undefined,
		group: query.get('group') || undefined,
		status: status in STATUSES ? (status as Status) : undefined,
		validity: validity in VALIDITIES ? (validity as Validity) : undefined,
		q: query.get('q')?.trim().slice(0, 200) || undefined
	};
}
