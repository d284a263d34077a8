import { address, addUsers, api, company, manage } from '../support/service.ts';
import { expect, open, test } from '../support/test.ts';

test('open invitations are accepted and declined without their mails', async ({ page }) => {
	const [one, two, mine] = [await company(), await company(), await company()];
	const email = address('asked');
	await manage(mine, email, { kind: 'company' });
	await api(one.token, 'POST', `/v1/accounts/${one.id}/managers`, { email, scope: { kind: 'company' } });
	await addUsers(two, [{ email }], true);

	await open(page, '/', email);
	await expect(page).toHaveURL('/choose');
	await expect(page.getByRole('heading', { name: '2 invitations for you' })).toBeVisible();
	await page.getByRole('button', { name: `Accept ${one.name}` }).click();
	await expect(page.getByRole('heading', { name: '1 invitation for you' })).toBeVisible();
	await page.getByRole('button', { name: `Decline ${two.name}` }).click();
	await page.getByRole('dialog').getByRole('button', { name: 'Decline' }).click();
	await expect(page.getByRole('heading', { name: /invitation/ })).toHaveCount(0);
	const accounts = page.getByRole('region', { name: 'Accounts' });
	await expect(accounts.getByRole('listitem')).toHaveCount(2);
	await expect(page.getByText('You manage accounts for others.')).toBeVisible();
});

test('who holds an account is told why an invitation to manage cannot be accepted', async ({ page }) => {
	const [one, two] = [await company(), await company()];
	await api(one.token, 'POST', `/v1/accounts/${one.id}/managers`, { email: two.holder, scope: { kind: 'company' } });
	await open(page, '/', two.holder);
	await page.getByRole('button', { name: `Accept ${one.name}` }).click();
	await expect(page.getByRole('alert')).toContainText('separate e-mail address');
});

test('a company is created, and its first page says what to do', async ({ page }) => {
	const taken = await company();
	await open(page, '/', address('founder'));
	await page.getByLabel('Company’s name').fill(taken.name);
	await page.keyboard.press('Enter');
	await expect(page.getByRole('alert')).toContainText('has this name');
	await page.getByLabel('Company’s name').fill(`${taken.name} Sisters`);
	await page.keyboard.press('Enter');
	await expect(page).toHaveURL(/\/a\/acc_\w+\/users/);
	await expect(page.getByRole('heading', { name: 'Three things to do next' })).toBeVisible();
	await expect(page.getByText('1 of 5 seats taken')).toBeVisible();
});
