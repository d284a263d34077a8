import type { Schemas } from '#lib/api/client.ts';
import { counted } from '#lib/contexts/where.ts';

type Course = Pick<Schemas['Course'], 'modules' | 'valid_months'>;

/** What a course asks for, and how long it counts: `4 modules · counts for 2 years`. */
export function extentOf({ modules, valid_months: months }: Course): string {
	const counts = months === null ? 'counts for ever' : `counts for ${months % 12 ? counted(months, 'month') : counted(months / 12, 'year')}`;
	return `${counted(modules.length, 'module')} · ${counts}`;
}
