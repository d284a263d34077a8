import { expect, test } from './support/pages.ts';
import { SECRET } from './support/secrets.ts';
import { address, api, codeFor, linkFor } from './support/service.ts';

test('what every page is watched for is every kind of secret that the service hands out, and nothing that it shows', async ({ scene }) => {
	const { firm, ann, code, ids, links } = scene;
	const email = address('secret');
	const { attempt } = await api(null, 'POST', '/v1/sign-in', { email });
	const { token: key } = await api(firm.token, 'POST', `/v1/accounts/${firm.id}/api-keys`, { name: 'A till', scopes: ['redemptions'] });
	const secrets = { ...links, attempt, key, code, 'sign-in': await linkFor(email), typed: await codeFor(email), session: ann.token };
	for (const [kind, secret] of Object.entries(secrets)) expect.soft(secret, kind).toMatch(SECRET);
	expect(JSON.stringify([ids, firm.name, ann.email])).not.toMatch(SECRET);
});
