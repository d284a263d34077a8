import type { Schemas } from '#lib/api/client.ts';
import { may } from '#lib/access.ts';

type Context = Schemas['Context'];

/** The pages of an account that its menu leads to, for who may see them. */
export function pagesOf(context: Context): { name: string; href: string }[] {
	const home = `/a/${context.account.id}`;
	const pages = [
		{ name: 'Users', path: 'users', seen: may('ReadUsers', context) },
		{ name: 'Groups', path: 'groups', seen: may('ReadGroups', context) },
		{ name: 'Courses', path: 'courses', seen: may('ReadLicences', context) },
		{ name: 'Records', path: 'records', seen: may('Reports', context) },
		{ name: 'Reports', path: 'reports', seen: may('Reports', context) },
		{ name: 'Sessions', path: 'sessions', seen: may('Enrolments', context) },
		{ name: 'Drivers', path: 'drivers', seen: may('Routes', context) },
		{ name: 'Routes', path: 'routes', seen: may('Routes', context) },
		{ name: 'Codes', path: 'codes', seen: may('Batches', context) && context.account.kind === 'company' },
		{ name: 'Managers', path: 'managers', seen: may('ManageAccount', context) },
		{ name: 'Clients', path: 'clients', seen: may('Clients', context) && context.account.kind === 'company' },
		{ name: 'Activity', path: 'events', seen: may('ManageAccount', context) },
		{ name: 'Settings', path: 'settings', seen: may('ManageAccount', context) }
	];
	return pages.filter(({ seen }) => seen).map(({ name, path }) => ({ name, href: `${home}/${path}` }));
}
