import { knownMe } from '#lib/session/me.ts';

export async function load({ url }) {
	return { me: await knownMe(url) };
}
