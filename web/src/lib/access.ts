import type { components } from '#lib/api/schema.d.ts';
import table from './access.json' with { type: 'json' };

type Context = Pick<components['schemas']['Context'], 'role' | 'scope'>;
export type Right = keyof typeof table;

/** How somebody stands to a right: all of the account, what is in their scope, or nothing. */
export function access(right: Right, { role, scope }: Context): 'yes' | 'scope' | 'no' {
	const column = role === 'manager' ? scope?.kind : role;
	return column ? (table[right][column] as 'yes' | 'scope' | 'no') : 'no';
}

export function may(right: Right, context: Context): boolean {
	return access(right, context) !== 'no';
}
