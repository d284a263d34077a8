import { address, addUsers, api, company, linkFor } from './support/service.ts';
import { isSmall } from './support/loads.ts';
import { test } from './support/test.ts';

test('every route is small, and asks for each thing once', async ({ browser }) => {
	const firm = await company();
	await addUsers(firm, [{ email: address('one'), groups: ['North'] }]);
	const [driver, manager] = [address('driver'), address('manager')];
	await addUsers(firm, [{ email: driver }], true);
	await api(firm.token, 'POST', `/v1/accounts/${firm.id}/managers`, { email: manager, scope: { kind: 'company' } });
	for (const [path, as, calls] of [
		['/sign-in', null, []],
		[await linkFor(driver, 'activate'), null, ['/v1/invitations/preview', '/v1/me']],
		[await linkFor(manager, 'invitation'), manager, ['/v1/invitations/preview', '/v1/me', '/v1/me/invitations']],
		['/redeem', address('redeems'), ['/v1/me']],
		[await linkFor(driver, 'stop-mails'), null, []],
		['/choose', address('none'), ['/v1/me']],
		[
			`/a/${firm.id}/users`,
			firm.holder,
			['/v1/accounts/{account}', '/v1/accounts/{account}/groups', '/v1/accounts/{account}/users', '/v1/me']
		]
	] as const) {
		await isSmall(browser, path, as, calls);
	}
});
