import { address, addUsers, api, company, linkFor } from '../support/service.ts';
import { expect, open, test } from '../support/test.ts';

test('the company’s mails stop by the button, not by opening the page; then those of all', async ({ page }) => {
	const [one, two, three] = [await company(), await company(), await company()];
	const email = address('enough');
	const [id] = await addUsers(one, [{ email }], true);
	const link = await linkFor(email, 'stop-mails');
	const delivery = async (of: typeof one, user: string | undefined) =>
		(await api(of.token, 'GET', `/v1/accounts/${of.id}/users/${user}`)).invitation.status;
	await open(page, link);
	await expect(page).toHaveURL('/stop-mails');
	await expect(page.locator('h1')).toHaveText('Stop these mails?');
	await api(one.token, 'POST', `/v1/accounts/${one.id}/users/${id}/invitation`);
	await expect.poll(() => delivery(one, id)).toMatch(/sent|delivered/);

	await page.getByRole('button', { name: 'Stop these mails' }).click();
	await expect(page.locator('h1')).toHaveText('Stopped');
	await expect(page.locator('h1')).toBeFocused();
	await api(one.token, 'POST', `/v1/accounts/${one.id}/users/${id}/invitation`);
	await expect.poll(() => delivery(one, id)).toBe('stopped');
	const [second] = await addUsers(two, [{ email }], true);
	await expect.poll(() => delivery(two, second)).toMatch(/sent|delivered/);

	await page.getByRole('button', { name: 'Stop those of everybody too' }).click();
	await expect(page.getByRole('radio', { name: /anybody/ })).toBeChecked();
	await page.getByRole('button', { name: 'Stop these mails' }).click();
	await expect(page.getByText('from anybody on Codriver')).toBeVisible();
	const [third] = await addUsers(three, [{ email }], true);
	await expect.poll(() => delivery(three, third)).toBe('stopped');
});

test('a link that is none says so, and one that is missing too', async ({ page }) => {
	await open(page, '/stop-mails#nonsense');
	await page.getByRole('button', { name: 'Stop these mails' }).click();
	await expect(page.locator('h1')).toHaveText('This link stops nothing');
	await page.goto('/stop-mails');
	await expect(page.locator('h1')).toHaveText('Open the link in your mail');
});
