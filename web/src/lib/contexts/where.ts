import type { Schemas } from '#lib/api/client.ts';
import { may } from '#lib/access.ts';
import { figure } from '#lib/figures.ts';

type Context = Schemas['Context'];

/** The first page of a context for who may act in it; who comes from its reports goes on to those of the next. */
export function pageOf(context: Context, from?: string | null): string {
	const home = `/a/${context.account.id}`;
	if (from === 'reports' && may('Reports', context)) return `${home}/reports`;
	if (isOwn(context)) return '/me';
	return may('ReadUsers', context) ? `${home}/users` : home;
}

/** Whether somebody is there for what is their own: as a driver, or in the account that a code made them. */
export function isOwn({ account, role }: Pick<Context, 'account' | 'role'>): boolean {
	return role === 'driver' || (role === 'holder' && account.kind === 'individual');
}

const ROLES = { holder: 'Holder', admin: 'Admin', driver: 'Driver', manager: 'Manager' } as const;

export function roleWords({ role, scope, via }: Pick<Context, 'role' | 'scope' | 'via'>): string {
	const reach = role === 'manager' && scope ? ` of ${scopeWords(scope)}` : '';
	return ROLES[role] + reach + (via ? ` for ${via.name}` : '');
}

export function scopeWords(scope: Schemas['Scope']): string {
	switch (scope.kind) {
		case 'company':
			return 'the whole company';
		case 'groups':
			return counted(scope.group_ids.length, 'group');
		case 'drivers':
			return counted(scope.user_ids.length, 'driver');
	}
}

/** So many of what is called so: `1 entry`, `2,000 entries`. */
export function counted(n: number, what: string): string {
	const more = what.replace(/(?<=[^aeiou])y$/, 'ie').replace(/ch$/, 'che');
	return `${figure(n)} ${n === 1 ? what : `${more}s`}`;
}
