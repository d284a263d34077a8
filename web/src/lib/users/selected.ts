import type { Schemas } from '#lib/api/client.ts';

type User = Schemas['User'];

/** Of who was removed while others were at work. */
export const GONE = 'Is no user of the account any more.';

export function isToInvite({ status, actions }: User): boolean {
	return status === 'added' && actions.includes('resend');
}

export function isRemovable({ actions }: User): boolean {
	return actions.includes('remove');
}
