import { error } from '@sveltejs/kit';
import { knownMe } from '#lib/session/me.ts';

export async function load({ url }) {
	const me = await knownMe(url);
	if (!me.operator) error(403, 'This is for the operator of the service.');
	return { me };
}
