import { address, addUsers, api, company, signInToken } from '../support/service.ts';
import { soundEverywhere } from '../support/sound.ts';
import { expect, open, test } from '../support/test.ts';

test('a manager of some drivers, and an instructor’s URL for who can invite, are sound in every width and colour', async ({ page }) => {
	const firm = await company();
	await addUsers(firm, [{ email: address('u'), groups: ['A group with a name that is rather long', 'North'] }]);
	await open(page, `/a/${firm.id}/managers`, firm.holder);
	await page.getByRole('button', { name: 'Invite a manager' }).first().click();
	await page.getByLabel('Some drivers').check();
	await expect(page.getByRole('checkbox').first()).toBeVisible();
	await soundEverywhere(page, 'invite a manager');
	await page.keyboard.press('Escape');

	const { url } = await api(await signInToken(address('instructor-with-a-long-address')), 'POST', '/v1/me/invite-url');
	await page.goto('/choose');
	await page.goto(new URL(url).pathname + new URL(url).hash);
	await expect(page.getByRole('button', { name: /^Invite/ })).toBeVisible();
	await soundEverywhere(page, 'an instructor’s URL');
});
