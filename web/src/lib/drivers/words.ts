import type { Schemas } from '#lib/api/client.ts';

export type Driver = Schemas['Driver'];

export const ORIGINS = { own: 'Own drivers', shared: 'Shared by others' } as const;
export type Filters = { origin?: keyof typeof ORIGINS; q?: string };

/** The filters in an address; what is none is left out. */
export function readFilters(query: URLSearchParams): Filters {
	const origin = query.get('origin') ?? '';
	return {
		origin: origin in ORIGINS ? (origin as Filters['origin']) : undefined,
		q: query.get('q')?.trim().slice(0, 200) || undefined
	};
}

/** The page on which drivers are shared with an account, which it finds by its exact name. */
export function sharePath(account: string, name?: string): string {
	return `/a/${account}/drivers/share${name ? `?${new URLSearchParams({ with: name })}` : ''}`;
}
