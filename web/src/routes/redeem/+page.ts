import { perhapsMe, refuse } from '#lib/session/me.ts';

export async function load() {
	try {
		return { me: await perhapsMe() };
	} catch (problem) {
		return refuse(problem);
	}
}
