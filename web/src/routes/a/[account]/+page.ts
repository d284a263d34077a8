import { redirect } from '@sveltejs/kit';
import { may } from '#lib/access.ts';

export async function load({ parent, params }) {
	const { context } = await parent();
	if (may('ReadUsers', context)) redirect(307, `/a/${params.account}/users`);
}
