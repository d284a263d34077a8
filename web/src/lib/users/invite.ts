import { answer, api, type Once, type Schemas } from '#lib/api/client.ts';

type User = Schemas['User'];

/** Mails the invitation, for the first time or again; answers the user as they stand then. */
export async function invite(account: string, user: User, once: Once): Promise<User> {
	await mailInvitation(account, user, once);
	return answer(api.GET('/v1/accounts/{account}/users/{user}', { params: { path: { account, user: user.id } } }));
}

/** Only the mail. Where it is not known whether it was done, the next try has the same key, so that it is not mailed twice. */
export async function mailInvitation(account: string, user: User, once: Once): Promise<void> {
	const path = { account, user: user.id };
	await once.send([user.id, user.version], (header) => api.POST('/v1/accounts/{account}/users/{user}/invitation', { params: { path, header } }));
}
