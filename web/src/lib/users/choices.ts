import type { Schemas } from '#lib/api/client.ts';
import { copy } from '#lib/ui/copy.ts';
import type { MenuItem } from '#lib/ui/menu.ts';

type User = Schemas['User'];

/** What can be done with a user, wherever they are shown; what cannot says why. */
export function choicesFor(user: User, does: { invite: () => void; remove: () => void }): MenuItem[] {
	const cannot =
		user.role === 'holder'
			? 'The holder can’t be removed; the account is handed over first.'
			: 'Your role may not do this to this user.';
	const invite: MenuItem = {
		label: user.status === 'added' ? 'Send the invitation' : 'Send the invitation again',
		hint: user.status === 'added' ? undefined : 'The link in the older mail stops working',
		reason: user.actions.includes('resend') ? undefined : cannot,
		run: does.invite
	};
	return [
		...(user.status === 'active' ? [] : [invite]),
		{ label: 'Copy the address', run: () => void copy(user.email) },
		{
			label: 'Remove …',
			danger: true,
			reason: user.actions.includes('remove') ? undefined : cannot,
			run: does.remove
		}
	];
}
