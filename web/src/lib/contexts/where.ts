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

/** Last used first; the one that was chosen last before all. */
export function inOrder(contexts: Context[], current: string | null): Context[] {
	return contexts.toSorted(
		(a, b) =>
			Number(b.account.id === current) - Number(a.account.id === current) ||
			b.last_used_at.localeCompare(a.last_used_at)
	);
}

/** Whether every word typed is somewhere in what the list shows of it. */
export function fits(context: Context, typed: string): boolean {
	const shown = [context.account.name, roleWords(context), ...context.labels].join(' ').toLowerCase();
	return typed
		.toLowerCase()
		.split(/\s+/)
		.every((word) => shown.includes(word));
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

/** Why somebody cannot create a company with the address that they signed in with, if so. */
export function whyNoCompany(contexts: Context[]): string | undefined {
	if (contexts.some(({ role }) => role === 'holder'))
		return 'You hold an account already. Use a separate e-mail address to create a company.';
	if (contexts.some(({ role }) => role === 'manager'))
		return 'You manage accounts for others. Use a separate e-mail address to create a company.';
	return undefined;
}
