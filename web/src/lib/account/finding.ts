import { may } from '#lib/access.ts';
import type { Schemas } from '#lib/api/client.ts';
import type { Found } from '#lib/ui/Palette.svelte';

/** What can be begun from anywhere: its page opens, and with it its dialog. */
export function actionsOf(context: Schemas['Context']): Found[] {
	const home = `/a/${context.account.id}`;
	const actions = [
		{ name: 'Add users', href: `${home}/users?do=add`, seen: may('ManageUsers', context) },
		{ name: 'Import users from a list', href: `${home}/users/import`, seen: may('ManageUsers', context) },
		{ name: 'Assign a course', href: `${home}/courses?do=assign`, seen: may('Enrolments', context) },
		{ name: 'Buy licences', href: `${home}/courses?do=buy`, seen: may('Orders', context) }
	];
	return actions.filter(({ seen }) => seen).map(({ name, href }) => ({ id: href, name, kind: 'Action', href }));
}

/** Whether every word that is typed begins a word of the name. */
export function fits(name: string, typed: string): boolean {
	const words = name.toLowerCase().split(/\s+/);
	return typed
		.toLowerCase()
		.split(/\s+/)
		.every((begin) => words.some((word) => word.startsWith(begin)));
}
