import { address, addUsers, api, company, manage, signInToken } from '../support/service.ts';
import { isSmall } from '../support/loads.ts';
import { soundEverywhere } from '../support/sound.ts';
import { expect, open, test } from '../support/test.ts';

test.describe.configure({ timeout: 180_000 });

test('managers, their dialogs and what an instructor’s URL leads to are sound, and small', async ({ page, browser }) => {
	const firm = await company();
	await addUsers(firm, [{ email: address('u'), groups: ['A group with a name that is rather long', 'North'] }]);
	await open(page, `/a/${firm.id}/managers`, firm.holder);
	await soundEverywhere(page, 'no managers');
	await manage(firm, address('a-rather-long-address-of-a-manager'), { kind: 'company' });
	const { items } = await api(firm.token, 'GET', `/v1/accounts/${firm.id}/groups`);
	const scope = { kind: 'groups', group_ids: items.map(({ id }: { id: string }) => id) };
	await api(firm.token, 'POST', `/v1/accounts/${firm.id}/managers`, { email: address('invited'), scope });
	await page.reload();
	await expect(page.getByText('Active')).toBeVisible();
	await soundEverywhere(page, 'managers');
	await page.getByRole('button', { name: /Invite a manager/ }).click();
	await page.getByLabel('Some drivers').check();
	await expect(page.getByRole('checkbox').first()).toBeVisible();
	await soundEverywhere(page, 'invite a manager');
	await page.keyboard.press('Escape');
	await page.getByRole('button', { name: /a-rather-long/ }).click();
	await page.getByRole('menuitem', { name: 'Remove' }).click();
	await soundEverywhere(page, 'remove a manager');

	const { url } = await api(await signInToken(address('instructor-with-a-long-address')), 'POST', '/v1/me/invite-url');
	const path = new URL(url).pathname + new URL(url).hash;
	await page.goto('/choose');
	await page.goto(path);
	await expect(page.getByRole('button', { name: /^Invite/ })).toBeVisible();
	await soundEverywhere(page, 'an instructor’s URL');

	const own = '/v1/accounts/{account}';
	await isSmall(browser, `/a/${firm.id}/managers`, firm.holder, [own, `${own}/groups`, `${own}/managers`, '/v1/me']);
	await isSmall(browser, path, firm.holder, [`${own}/groups`, '/v1/invite-urls/preview', '/v1/me']);
});
