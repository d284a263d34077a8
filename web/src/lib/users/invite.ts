import { answer, api, type Schemas } from '#lib/api/client.ts';
import { Once } from '#lib/api/once.ts';

type User = Schemas['User'];

const once = new Once();

/** Mails the invitation, for the first time or again; answers the user as they stand then. */
export async function invite(account: string, user: User): Promise<User> {
	await mailInvitation(account, user);
	return answer(api.GET('/v1/accounts/{account}/users/{user}', { params: { path: { account, user: user.id } } }));
}

/** Only the mail. Where it is not known whether it was done, the next try has the same key, so that it is not mailed twice. */
export async function mailInvitation(account: string, user: User): Promise<void> {
	const path = { account, user: user.id };
	await once.send([user.id, user.version], (header) => api.POST('/v1/accounts/{account}/users/{user}/invitation', { params: { path, header } }));
}
