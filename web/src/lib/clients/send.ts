import { answer, api, type Schemas } from '#lib/api/client.ts';

/** Chooses who of a firm looks after a client, unless that was changed since it was seen. */
export function sendPeople(firm: string, client: Schemas['Client'], person_ids: string[]): Promise<Schemas['Client']> {
	const params = { path: { account: firm, client: client.account.id }, header: { 'If-Match': `"${client.version}"` } };
	return answer(api.PUT('/v1/accounts/{account}/clients/{client}/people', { params, body: { person_ids } }));
}
