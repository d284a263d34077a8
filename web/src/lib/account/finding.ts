import { may } from '#lib/access.ts';
import type { Schemas } from '#lib/api/client.ts';
import { isOwn } from '#lib/contexts/where.ts';
import type { Here } from '#lib/session/Finder.svelte';
import type { Found } from '#lib/ui/Palette.svelte';

/** What can be begun from anywhere: its page opens, and with it its dialog. */
export function actionsOf({ account, context }: Here): Found[] {
	const home = `/a/${account.id}`;
	const actions = [
		{ name: 'Add users', href: `${home}/users?do=add`, seen: may('ManageUsers', context) },
		{ name: 'Import users from a list', href: `${home}/users/import`, seen: may('ManageUsers', context) },
		{ name: 'Assign a course', href: `${home}/courses?do=assign`, seen: may('Enrolments', context) },
		{ name: 'Buy licences', href: `${home}/courses?do=buy`, seen: may('Orders', context) },
		{ name: 'Make a group', href: `${home}/groups?do=add`, seen: may('ManageGroups', context) },
		{ name: 'Schedule a session', href: `${home}/sessions?do=add`, seen: may('Enrolments', context) },
		{ name: 'Make a route', href: `${home}/routes?do=add`, seen: may('Routes', context) },
		{ name: 'Order codes', href: `${home}/codes?do=add`, seen: account.reseller && may('Orders', context) },
		{ name: 'Invite a manager', href: `${home}/managers?do=add`, seen: may('ManageAccount', context) }
	];
	return actions.filter(({ seen }) => seen).map(({ name, href }) => ({ id: href, name, kind: 'Action', href }));
}

/** The pages that are somebody's own, wherever they act. */
export function ownPages({ contexts, operator }: Schemas['Me']): Found[] {
	const pages = [
		{ name: 'Your courses', href: '/me', seen: true },
		{ name: 'Overview', href: '/me/overview', seen: contexts.some((context) => !isOwn(context)) },
		{ name: 'You and your sign-ins', href: '/me/account', seen: true },
		{ name: 'Choose what to manage', href: '/choose', seen: true },
		{ name: 'Operator', href: '/operator', seen: operator },
		{ name: 'All accounts', href: '/operator/accounts', seen: operator },
		{ name: 'The catalogue of courses', href: '/operator/courses', seen: operator }
	];
	return pages.filter(({ seen }) => seen).map(({ name, href }) => ({ id: href, name, kind: 'Page', href }));
}

/** Whether every word that is typed begins a word of the name. */
export function fits(name: string, typed: string): boolean {
	const words = name.toLowerCase().split(/\s+/);
	return typed
		.toLowerCase()
		.split(/\s+/)
		.every((begin) => words.some((word) => word.startsWith(begin)));
}
