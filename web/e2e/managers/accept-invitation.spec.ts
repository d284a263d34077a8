import { address, addUsers, api, company, linkFor, signInToken, type Company } from '../support/service.ts';
import { expect, open, test, typeCode } from '../support/test.ts';

async function invite(of: Company, email: string, scope: object = { kind: 'company' }): Promise<string> {
	await api(of.token, 'POST', `/v1/accounts/${of.id}/managers`, { email, scope });
	return linkFor(email, 'invitation');
}

test('the address is proved on the page, then it is accepted and leads there', async ({ page }) => {
	const firm = await company();
	const email = address('manager');
	const link = await invite(firm, email);
	await open(page, link);
	await expect(page).toHaveURL('/invitation');
	await expect(page.locator('h1')).toHaveText(`Look after ${firm.name}`);
	await expect(page.getByRole('definition')).toHaveText([email, 'Manager']);
	await page.getByRole('button', { name: 'Accept the invitation' }).click();
	await expect(page.getByText('Show that this address is yours, and it is accepted.')).toBeVisible();
	await page.getByRole('button', { name: 'Back to the invitation' }).click();
	await page.getByRole('button', { name: 'Accept the invitation' }).click();
	await expect(page.getByLabel('E-mail')).toBeFocused();
	await page.keyboard.press('Enter');
	await typeCode(page, email);
	await expect(page).toHaveURL(`/a/${firm.id}/users`);
	await expect(page.getByText(`You look after ${firm.name} now.`)).toBeVisible();

	await page.goto(link);
	await expect(page.locator('h1')).toHaveText('This link does not work any more');
	await expect(page.getByText('Then you look after the account already')).toBeVisible();
});

test('signed in, it says how far it reaches and who invites; one click accepts', async ({ page }) => {
	const firm = await company();
	const [driver] = await addUsers(firm, [{ email: address('driver') }], true);
	const email = address('manager');
	await signInToken(email);
	await open(page, await invite(firm, email, { kind: 'drivers', user_ids: [driver] }), email);
	await expect(page.getByRole('definition')).toHaveText([email, 'Manager of 1 driver', firm.holder]);
	await page.getByRole('button', { name: 'Accept the invitation' }).click();
	await expect(page).toHaveURL(`/a/${firm.id}/users`);
	const { items } = await api(firm.token, 'GET', `/v1/accounts/${firm.id}/managers`);
	expect(items[0].status).toBe('active');
});

test('who holds an account is told to use a separate address, and may decline', async ({ page }) => {
	const [firm, mine] = [await company(), await company()];
	await open(page, await invite(firm, mine.holder), mine.holder);
	await page.getByRole('button', { name: 'Accept the invitation' }).click();
	await expect(page.getByRole('alert')).toContainText('a separate e-mail address');
	await expect(page.getByRole('alert')).toContainText(firm.holder);
	await page.getByRole('button', { name: 'Decline' }).click();
	await page.getByRole('dialog').getByRole('button', { name: 'Decline' }).click();
	await expect(page.locator('h1')).toHaveText('Declined');
	const { items } = await api(firm.token, 'GET', `/v1/accounts/${firm.id}/managers`);
	expect(items).toEqual([]);
});

test('whoever signs in with another address on the page is told so', async ({ page }) => {
	const firm = await company();
	const [email, other] = [address('manager'), address('other')];
	await open(page, await invite(firm, email));
	await page.getByRole('button', { name: 'Accept the invitation' }).click();
	await page.getByLabel('E-mail').fill(other);
	await page.keyboard.press('Enter');
	await typeCode(page, other);
	await expect(page.getByText(`You are signed in as ${other}`)).toBeVisible();
	await page.getByRole('button', { name: 'Sign out and go on' }).click();
	await page.getByRole('button', { name: 'Accept the invitation' }).click();
	await expect(page.getByLabel('E-mail')).toHaveValue(email);
});

test('one that was taken back says so', async ({ page }) => {
	const firm = await company();
	const email = address('manager');
	const link = await invite(firm, email);
	const { items } = await api(firm.token, 'GET', `/v1/accounts/${firm.id}/managers`);
	await open(page, link, email);
	await expect(page.getByRole('button', { name: 'Accept the invitation' })).toBeVisible();
	await api(firm.token, 'DELETE', `/v1/accounts/${firm.id}/managers/${items[0].id}`);
	await page.getByRole('button', { name: 'Accept the invitation' }).click();
	await expect(page.locator('h1')).toHaveText('This link does not work any more');
	await expect(page.getByText('taken back?')).toBeVisible();
});
