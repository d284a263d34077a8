import { address, addUsers, api, company } from '../support/service.ts';
import { isSmall } from '../support/loads.ts';
import { soundEverywhere } from '../support/sound.ts';
import { expect, open, test } from '../support/test.ts';

test.describe.configure({ timeout: 120_000 });

test('groups, a group and their dialogs are sound in every width and colour, and small', async ({ page, browser }) => {
	const firm = await company();
	await open(page, `/a/${firm.id}/groups`, firm.holder);
	await soundEverywhere(page, 'no groups');
	const long = 'Refrigerated goods and dangerous goods, long distance, Wolfeschlegelsteinhausenbergerdorff';
	await addUsers(firm, [{ email: address('a-rather-long-address'), groups: [long] }, { email: address('other') }]);
	await page.reload();
	await expect(page.getByRole('link', { name: long })).toBeVisible();
	await soundEverywhere(page, 'groups');
	await page.getByRole('link', { name: long }).click();
	await expect(page.getByRole('heading', { name: long, level: 1 })).toBeFocused();
	await soundEverywhere(page, 'a group');
	await page.getByRole('button', { name: 'Put users in' }).click();
	await expect(page.getByRole('checkbox', { name: /in it already/ })).toBeVisible();
	await soundEverywhere(page, 'put users in');
	await page.keyboard.press('Escape');
	await page.getByRole('button', { name: 'Rename' }).click();
	await soundEverywhere(page, 'rename');

	const own = '/v1/accounts/{account}';
	const [group] = (await api(firm.token, 'GET', `/v1/accounts/${firm.id}/groups`)).items;
	await isSmall(browser, `/a/${firm.id}/groups`, firm.holder, [own, `${own}/groups`, '/v1/me']);
	await isSmall(browser, `/a/${firm.id}/groups/${group.id}`, firm.holder, [own, `${own}/groups`, `${own}/users`, '/v1/me']);
});
