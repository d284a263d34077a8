import { ROLES, STATUSES } from './words.ts';

export type Filters = {
	status?: keyof typeof STATUSES;
	role?: keyof typeof ROLES;
	group?: string;
	q?: string;
};

/** The filters in an address; what is none is left out. */
export function readFilters(query: URLSearchParams): Filters {
	const status = query.get('status') ?? '';
	const role = query.get('role') ?? '';
	return {
		status: status in STATUSES ? (status as Filters['status']) : undefined,
		role: role in ROLES ? (role as Filters['role']) : undefined,
		group: query.get('group') || undefined,
		q: query.get('q')?.trim().slice(0, 200) || undefined
	};
}
