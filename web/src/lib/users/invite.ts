import { answer, api, type Once, type Schemas } from '#lib/api/client.ts';

/** Mails the invitation, for the first time or again; answers the user as they stand then. */
export async function invite(account: string, user: Schemas['User'], once: Once): Promise<Schemas['User']> {
	const path = { account, user: user.id };
	try {
		const header = once.header([user.id, user.version]);
		await answer(api.POST('/v1/accounts/{account}/users/{user}/invitation', { params: { path, header } }));
	} finally {
		once.answered();
	}
	return answer(api.GET('/v1/accounts/{account}/users/{user}', { params: { path } }));
}
