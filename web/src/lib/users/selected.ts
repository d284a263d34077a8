import type { Schemas } from '#lib/api/client.ts';

type User = Schemas['User'];

export function isToInvite({ status, actions }: User): boolean {
	return status === 'added' && actions.includes('resend');
}

export function isRemovable({ actions }: User): boolean {
	return actions.includes('remove');
}
