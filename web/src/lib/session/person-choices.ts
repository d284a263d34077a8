import { goto } from '$app/navigation';
import type { Schemas } from '#lib/api/client.ts';
import { sentence } from '#lib/api/problem.ts';
import { isOwn } from '#lib/contexts/where.ts';
import type { MenuItem } from '#lib/ui/menu.ts';
import { toasts } from '#lib/ui/toasts.svelte.ts';
import { signOut } from './sign-out.ts';

/** Where somebody finds what is their own, and the way out. */
export function personChoices(me: Schemas['Me']): MenuItem[] {
	const looksAfter = me.contexts.some((context) => !isOwn(context));
	return [
		{ label: 'Your courses', hint: 'Records, sessions and routes too', run: () => void goto('/me') },
		...(looksAfter ? [{ label: 'Overview', hint: 'All that you look after', run: () => void goto('/me/overview') }] : []),
		{ label: 'You and your sign-ins', run: () => void goto('/me/account') },
		...(me.operator ? [{ label: 'Operator', run: () => void goto('/operator') }] : []),
		{ label: 'Manage another company', run: () => void goto('/choose') },
		{ label: 'Sign out', hint: me.person.email, run: () => void leave() }
	];
}

async function leave(): Promise<void> {
	try {
		await signOut();
	} catch (problem) {
		toasts.say(`You are still signed in. ${sentence(problem)}`, true);
		return;
	}
	await goto('/sign-in');
}
