import { all, answer, api } from '#lib/api/client.ts';
import { refuse } from '#lib/session/me.ts';

export async function load({ depends }) {
	depends('codriver:you');
	try {
		const [signIns, mails, invite, links] = await Promise.all([
			answer(api.GET('/v1/me/sign-ins')),
			answer(api.GET('/v1/me/mails')),
			answer(api.GET('/v1/me/invite-url')),
			all((cursor) => answer(api.GET('/v1/me/report-links', { params: { query: { limit: 100, cursor } } })))
		]);
		return { signIns: signIns.items, mails, invite, links };
	} catch (problem) {
		return refuse(problem);
	}
}
