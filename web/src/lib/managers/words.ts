import type { Schemas } from '#lib/api/client.ts';
import { deliveryOf } from '#lib/users/words.ts';

type Manager = Schemas['Manager'];

export function managerName({ name, email, firm }: Manager): string {
	return firm?.name ?? name ?? email ?? 'A firm that is gone';
}

export function managerStatus({ status, firm, delivery }: Manager): ReturnType<typeof deliveryOf> {
	if (status === 'active') return { text: 'Active', tone: 'good', why: 'They have accepted.' };
	if (delivery) return deliveryOf(delivery.status);
	const why = firm ? 'The firm finds the invitation among its clients.' : 'The invitation is open. It never ends by itself.';
	return { text: 'Invited', tone: 'plain', why };
}
