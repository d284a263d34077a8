import { address, addUsers, api, company, fresh, manage, signInToken } from '../support/service.ts';
import { expect, open, pressN, test } from '../support/test.ts';

test('“Choosing which company to manage” at sign-in: search, Enter; the choice is offered first the next time', async ({ page }) => {
	test.setTimeout(60_000);
	const many = address('many');
	const token = await signInToken(many);
	const companies = [];
	for (let n = 0; n < 6; n++) {
		const one = await company(5, fresh(`Client ${'ABCDEF'[n]}`));
		await manage(one, many, { kind: 'company' }, token);
		companies.push(one);
	}
	const chosen = companies[2]!;
	await api(token, 'PUT', `/v1/me/contexts/${chosen.id}/labels`, { labels: ['students'] });

	await open(page, '/', many);
	await expect(page).toHaveURL('/choose');
	const search = page.getByRole('searchbox');
	await expect(search).toBeFocused();
	await page.keyboard.type('client no-such');
	await expect(page.getByText('Nothing here is called')).toBeVisible();
	await search.fill('students');
	await expect(page.getByRole('listitem')).toHaveCount(1);
	await page.keyboard.press('Enter');
	await expect(page).toHaveURL(`/a/${chosen.id}/users`);

	await page.getByRole('link', { name: 'Manage another company' }).click();
	await expect(page).toHaveURL('/choose');
	await expect(page.getByRole('listitem').first()).toContainText(chosen.name);
	await expect(page.getByRole('listitem').first()).toContainText('chosen last');
	await page.keyboard.press('ArrowDown');
	await page.keyboard.press('ArrowDown');
	await page.keyboard.press('Enter');
	await expect(page).toHaveURL(/\/a\/acc_\w+\/users/);
	await expect(page).not.toHaveURL(new RegExp(chosen.id));
});

test('two tabs, two companies: neither mixes, and one that is lost is gone at the next click', async ({ page, context }) => {
	const one = await company();
	const two = await company();
	await addUsers(two, [{ email: address('theirs') }]);
	const both = address('both');
	const token = await manage(one, both, { kind: 'company' });
	await manage(two, both, { kind: 'company' }, token);
	await open(page, `/a/${one.id}/users`, both);
	const tab = await context.newPage();
	await tab.goto(`/a/${two.id}/users`);
	await expect(tab.getByRole('banner')).toContainText(two.name);

	await page.bringToFront();
	await pressN(page);
	const email = address('tab');
	await page.keyboard.type(email);
	await page.keyboard.press('Control+Enter');
	await expect(page.getByRole('row', { name: email })).toBeVisible();
	await tab.reload();
	await expect(tab.getByRole('row', { name: two.holder })).toBeVisible();
	await expect(tab.getByRole('row', { name: email })).toHaveCount(0);

	const { items } = await api(two.token, 'GET', `/v1/accounts/${two.id}/managers`);
	await api(two.token, 'DELETE', `/v1/accounts/${two.id}/managers/${items[0].id}`);
	await tab.getByLabel('Status').selectOption('active');
	await expect(tab.locator('h1')).toHaveText('No longer yours, or never was');
	await tab.getByRole('link', { name: 'Choose what to manage' }).click();
	await expect(tab.getByRole('listitem')).toHaveCount(1);
});
