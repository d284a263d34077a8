type Filters = Record<string, string | undefined>;

/** The filters as the end of an address; what is not chosen is left out. */
export function queryOf(filters: Filters): string {
	const set = Object.entries(filters).filter((entry): entry is [string, string] => Boolean(entry[1]));
	return set.length ? `?${new URLSearchParams(set)}` : '';
}

export function isFiltered(filters: Filters): boolean {
	return Object.values(filters).some(Boolean);
}
