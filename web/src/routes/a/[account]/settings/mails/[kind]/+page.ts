import { answer, api, type Schemas } from '#lib/api/client.ts';
import { refuse } from '#lib/session/me.ts';

export async function load({ params }) {
	// A kind that is none is answered 404, as everything else that is not there.
	const path = { account: params.account, kind: params.kind as Schemas['MailKind'] };
	try {
		return { text: await answer(api.GET('/v1/accounts/{account}/settings/emails/{kind}', { params: { path } })) };
	} catch (problem) {
		return refuse(problem);
	}
}
