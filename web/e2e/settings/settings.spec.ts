import { address, addUsers, api, company, driver, fresh } from '../support/service.ts';
import { expect, open, test } from '../support/test.ts';

test('the holder renames the company, appoints an admin and hands over', async ({ page }) => {
	const firm = await company();
	await driver(firm, 'Ann Lee');
	await open(page, `/a/${firm.id}/settings`, firm.holder);
	const taken = await company();
	const form = page.getByRole('region', { name: 'Name and time zone' });
	await form.getByLabel('Name').fill(taken.name);
	await form.getByRole('button', { name: 'Save' }).click();
	await expect(form.getByLabel('Name')).toHaveAccessibleDescription(/name/i);
	const name = fresh('Renamed');
	await form.getByLabel('Name').fill(name);
	await form.getByLabel('Time zone').selectOption('Europe/Berlin');
	await form.getByRole('button', { name: 'Save' }).click();
	await expect(page.getByRole('banner')).toContainText(name);

	const people = page.getByRole('region', { name: 'Holder and admins' });
	await expect(people.getByRole('button', { name: 'Hand the account over' })).toHaveAttribute('aria-disabled', 'true');
	await people.getByRole('button', { name: 'Make an admin' }).click();
	const dialog = page.getByRole('dialog');
	await dialog.getByRole('checkbox', { name: /Ann Lee/ }).check();
	await dialog.getByRole('button', { name: 'Make admin' }).click();
	await people.getByRole('button', { name: 'Dismiss Ann Lee' }).click();
	await expect(people.getByText('Ann Lee')).toHaveCount(0);
	await page.getByRole('button', { name: 'Undo' }).click();
	await expect(people.getByText('Ann Lee')).toBeVisible();
	await people.getByRole('button', { name: 'Hand the account over' }).click();
	await expect(dialog).toContainText('You stay as an admin');
	await dialog.getByRole('button', { name: 'Hand over' }).click();
	await expect(page.getByRole('banner')).toContainText('Admin');
	await expect(people.getByRole('button')).toHaveCount(0);
});

test('an API key is shown once, works, and is removed', async ({ page }) => {
	const firm = await company();
	await open(page, `/a/${firm.id}/settings`, firm.holder);
	await page.getByRole('button', { name: 'Make an API key' }).click();
	const dialog = page.getByRole('dialog');
	await dialog.getByRole('button', { name: 'Make key' }).click();
	await expect(dialog.getByLabel('Name')).toHaveAttribute('aria-invalid', 'true');
	await dialog.getByLabel('Name').fill('Shop');
	await dialog.getByRole('checkbox', { name: /Users/ }).check();
	await dialog.getByRole('button', { name: 'Make key' }).click();
	const key = await dialog.getByRole('textbox', { name: 'Key' }).inputValue();
	await api(key, 'GET', `/v1/accounts/${firm.id}/users`);
	await dialog.getByRole('button', { name: 'I have copied it' }).click();
	const keys = page.getByRole('region', { name: 'API keys' });
	await keys.getByRole('button', { name: 'Remove Shop' }).click();
	await dialog.getByRole('button', { name: 'Remove key' }).click();
	await expect(keys.getByText('There is no key.')).toBeVisible();
	await expect(api(key, 'GET', `/v1/accounts/${firm.id}/users`)).rejects.toThrow('401');
});

test('reminders, a partner who is refused, a request, and the end of the account', async ({ page }) => {
	const [firm, partner] = [await company(), await company()];
	await open(page, `/a/${firm.id}/settings`, firm.holder);
	await page.getByLabel('Weekly digest').check();
	await expect.poll(async () => (await api(firm.token, 'GET', `/v1/accounts/${firm.id}/settings/reminders`)).digest).toBe('weekly');
	await page.getByRole('button', { name: 'Refuse a partner' }).click();
	const dialog = page.getByRole('dialog');
	await dialog.getByLabel('Company’s exact name').fill(partner.name);
	await page.keyboard.press('Enter');
	const refused = page.getByRole('region', { name: 'Partners who are refused' });
	await refused.getByRole('button', { name: `Allow ${partner.name}` }).click();
	await expect(refused.getByText('Nobody is refused.')).toBeVisible();
	// What was asked before cannot be read just now: that is said, and one can ask all the same.
	await page.route('**/events?*', (route) => route.fulfill({ status: 500, body: '' }), { times: 1 });
	await page.getByRole('link', { name: 'Ask to become a reseller' }).click();
	await expect(page.getByRole('alert')).toContainText('Whether it was asked before cannot be read.');
	await page.getByRole('button', { name: 'Ask to become a reseller' }).click();
	await dialog.getByLabel('What the operator should know').fill('We teach.');
	await dialog.getByRole('button', { name: 'Ask to become a reseller' }).click();
	await expect(page.getByText('The operator of the service has your request')).toBeVisible();
	await page.getByRole('link', { name: 'Settings', exact: true }).click();

	await page.getByRole('button', { name: /^Close the company/ }).click();
	await dialog.getByLabel('Type the account’s name').fill('another');
	await page.keyboard.press('Enter');
	await expect(dialog.getByLabel('Type the account’s name')).toHaveAttribute('aria-invalid', 'true');
	await dialog.getByLabel('Type the account’s name').fill(firm.name);
	await page.keyboard.press('Enter');
	await expect(page.getByRole('heading', { name: 'Welcome to Codriver' })).toBeVisible();
});

test('“Edit invite email”: a mail’s text is worded with placeholders, seen as it is sent, refused without its link, and reset', async ({ page }) => {
	const firm = await company();
	await addUsers(firm, [{ email: address('u') }]);
	await open(page, `/a/${firm.id}/users`, firm.holder);
	await page.getByRole('button', { name: /Add users/ }).click();
	await page.getByRole('link', { name: 'Edit the invitation mail' }).click();
	const mail = page.frameLocator('iframe[title="The mail"]');
	await expect(mail.getByText('has invited you to join')).toBeVisible();
	await page.getByLabel('Text', { exact: true }).fill('Come to us.\n\n');
	await expect(page.getByLabel('Text', { exact: true })).toHaveAccessibleDescription(/activation_link/);
	await page.getByRole('button', { name: /^activation_link/ }).click();
	await expect(page.getByLabel('Text', { exact: true })).toHaveValue('Come to us.\n\n{{ activation_link }}');
	await expect(mail.getByText('Come to us.')).toBeVisible();
	await page.getByRole('button', { name: 'Save' }).click();
	await page.getByRole('button', { name: 'Back to the default text' }).click();
	await expect(mail.getByText('has invited you to join')).toBeVisible();
	await page.getByRole('button', { name: 'Undo' }).click();
	await expect(page.getByLabel('Text', { exact: true })).toHaveValue(/^Come to us/);
});
