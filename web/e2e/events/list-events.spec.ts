import { api, assign, company, course, driver, licences } from '../support/service.ts';
import { expect, open, test } from '../support/test.ts';

test('the trail says in sentences who did what, and is narrowed down', async ({ page }) => {
	const firm = await company();
	const winter = await course();
	await licences(firm, winter.id, 2);
	const ann = await driver(firm, 'Ann Lee', ['North']);
	// Neither who is gone nor who is another company's is asked for in vain.
	const [gone, partner] = [await driver(firm, 'Bert Moss'), await company()];
	await api(firm.token, 'DELETE', `/v1/accounts/${firm.id}/users/${gone.id}`);
	const theirs = await driver(partner, 'Paul Partner');
	await api(partner.token, 'POST', `/v1/accounts/${partner.id}/shares/${firm.id}`, { driver_ids: [theirs.id] });
	const missed: string[] = [];
	page.on('response', (response) => response.status() === 404 && missed.push(response.url()));
	await assign(firm, winter.id, [ann.id]);
	await api(firm.token, 'PATCH', `/v1/accounts/${firm.id}/users/${ann.id}`, { phone: '+49 30 1' });
	await open(page, `/a/${firm.id}/events`, firm.holder);
	await expect(page.getByText(`You assigned ${winter.title} to Ann Lee`)).toBeVisible();
	await expect(page.getByText('You changed Ann Lee')).toBeVisible();
	await expect(page.getByText('Phone: none')).toContainText('+49 30 1');
	await expect(page.getByText(`${ann.email} joined the account`)).toBeVisible();
	await expect(page.getByText(`You removed ${gone.email}`)).toBeVisible();
	await expect(page.getByText(`${partner.name} shared Paul Partner with this account`)).toBeVisible();
	expect(missed).toEqual([]);

	await page.getByLabel('What', { exact: true }).selectOption('Course assigned');
	await expect(page).toHaveURL(/action=course_assigned/);
	await expect(page.getByText('You changed Ann Lee')).toHaveCount(0);
	await page.getByRole('button', { name: 'Only what I did' }).click();
	const mine = page.getByRole('button', { name: 'Only what I did' });
	await expect(mine).toHaveAttribute('aria-pressed', 'true');
	await page.reload();
	await expect(mine).toHaveAttribute('aria-pressed', 'true');
	await expect(page.getByText(`You assigned ${winter.title} to Ann Lee`)).toBeVisible();
	await page.getByLabel('To', { exact: true }).fill('2020-01-01');
	await expect(page.getByRole('heading', { name: 'Nothing fits these filters' })).toBeVisible();
	await page.getByRole('button', { name: 'Clear the filters' }).click();
	await expect(page.getByText('You changed Ann Lee')).toBeVisible();
});

test('names that could not be read are asked for again as the list goes on', async ({ page }) => {
	const firm = await company();
	const ann = await driver(firm, 'Ann Lee', ['North']);
	const { items } = await api(firm.token, 'GET', `/v1/accounts/${firm.id}/groups`);
	const member = `/v1/accounts/${firm.id}/groups/${items[0].id}/members`;
	for (let n = 0; n < 55; n++) {
		await api(firm.token, 'DELETE', `${member}/${ann.id}`);
		await api(firm.token, 'POST', member, { user_ids: [ann.id] });
	}
	await page.route('**/users?limit=100', (route) => route.fulfill({ status: 500, contentType: 'application/problem+json', body: '{"status":500,"code":"internal","detail":"Something went wrong."}' }), { times: 1 });
	const failed = page.waitForResponse((response) => response.status() === 500);
	// No other entry tells the name.
	await open(page, `/a/${firm.id}/events?action=group_members_added`, firm.holder);
	await failed;
	await expect(page.getByRole('button', { name: 'Load more' })).toBeVisible();
	await expect(page.getByText('Ann Lee')).toHaveCount(0);
	await page.getByRole('button', { name: 'Load more' }).click();
	await expect(page.getByText('Ann Lee').first()).toBeVisible();
});
