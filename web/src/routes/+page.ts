import { redirect } from '@sveltejs/kit';
import { pageOf } from '#lib/contexts/where.ts';
import { readMe } from '#lib/session/me.ts';

export async function load({ url }) {
	const { contexts, invitations } = await readMe(url);
	const [only, second] = contexts;
	redirect(307, only && !second && invitations === 0 ? pageOf(only) : '/choose');
}
