import type { Schemas } from '#lib/api/client.ts';
import { roleWords } from './where.ts';

type Context = Schemas['Context'];

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

/** Why somebody cannot create a company with the address that they signed in with, if so. */
export function whyNoCompany(contexts: Context[]): string | undefined {
	if (contexts.some(({ role }) => role === 'holder'))
		return 'You hold an account already. Use a separate e-mail address to create a company.';
	if (contexts.some(({ role }) => role === 'manager'))
		return 'You manage accounts for others. Use a separate e-mail address to create a company.';
	return undefined;
}
