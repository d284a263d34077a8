import { readFile } from 'node:fs/promises';
import { address, addUsers, api, codeFor, company, driver, mailTo, signInToken } from '../support/service.ts';
import { expect, open, test } from '../support/test.ts';

test('name and zone, then another address: a wrong code is said, the right one changes it', async ({ page }) => {
	const [old, fresh] = [address('old'), address('fresh')];
	await open(page, '/me/account', old);
	await page.getByLabel('Name', { exact: true }).fill('Mia Brandt');
	await page.getByLabel('Time zone', { exact: true }).selectOption('America/New_York');
	await page.getByRole('button', { name: 'Save' }).click();
	await expect(page.getByRole('status').getByText('Saved.')).toBeVisible();
	await expect(page.getByRole('banner')).toContainText('Mia Brandt');

	await page.getByRole('button', { name: 'Change the address' }).click();
	await expect(page.getByLabel('New e-mail address')).toBeFocused();
	await page.keyboard.type('nonsense');
	await page.keyboard.press('Enter');
	await expect(page.getByRole('alert')).toBeVisible();
	await page.getByLabel('New e-mail address').fill(fresh);
	await page.keyboard.press('Enter');
	const code = page.getByLabel('Code', { exact: true });
	await expect(code).toBeFocused();
	await code.fill('0000-0000');
	await page.keyboard.press('Enter');
	await expect(page.getByRole('alert')).toBeVisible();
	// It is no end of the sign-in: nobody is asked to sign in again.
	await expect(page.getByRole('dialog')).toHaveCount(0);
	await code.fill(await codeFor(fresh));
	await page.keyboard.press('Enter');
	await expect(page.getByText(`You sign in as ${fresh} from now on.`)).toBeVisible();
	await expect(page.getByRole('banner')).toContainText(fresh);
	await page.reload();
	await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Mia Brandt');
	await expect(page.getByLabel('Time zone', { exact: true })).toHaveValue('America/New_York');
	await mailTo(old, /\/sign-ins/);
});

test('a mail leads to the sign-ins: one ends, and mails are chosen', async ({ page }) => {
	const email = address('person');
	const tokens = [await signInToken(email), await signInToken(email)];
	await open(page, '/sign-ins', email);
	await expect(page).toHaveURL('/me/account?section=sign-ins');
	const section = page.getByRole('region', { name: 'Where you are signed in' });
	await expect(section.getByRole('heading')).toBeFocused();
	await expect(section.getByRole('listitem')).toHaveCount(3);
	await section.getByRole('button', { name: /^End the sign-in/ }).first().click();
	await expect(section.getByRole('listitem')).toHaveCount(2);
	await section.getByRole('button', { name: /^End the sign-in/ }).click();
	await expect(section.getByRole('listitem')).toHaveCount(1);
	for (const token of tokens) await expect(api(token, 'GET', '/v1/me')).rejects.toThrow('401');

	const digest = page.getByRole('checkbox', { name: /Weekly digest/ });
	await expect(digest).toBeChecked();
	await digest.click();
	await expect(page.getByText('Weekly digest: mailed to you no more.')).toBeVisible();
	await page.reload();
	await expect(digest).not.toBeChecked();
});

test('a report link of one’s own, an invitation URL, leaving, one’s data, and being forgotten', async ({ page, context }) => {
	await context.grantPermissions(['clipboard-read', 'clipboard-write']);
	const firm = await company();
	const mia = await driver(firm, 'Mia');
	await open(page, '/me/account', mia.email);

	await page.getByRole('button', { name: 'Make an invitation URL' }).click();
	await page.getByRole('button', { name: 'Copy: Your invitation URL' }).click();
	await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toMatch(/\/invite-me#/);

	await page.getByRole('button', { name: 'Make a report link' }).click();
	const name = page.getByRole('dialog').getByLabel('Name', { exact: true });
	await expect(name).toBeFocused();
	await page.keyboard.press('Enter');
	await expect(page.getByRole('alert')).toHaveText('Enter a name, such as who it is for.');
	await name.fill('Next employer');
	await page.keyboard.press('Enter');
	await expect(page.getByLabel('URL of Next employer', { exact: true })).toHaveValue(/\/report#/);
	await page.getByRole('button', { name: 'End Next employer' }).click();
	await page.getByRole('button', { name: 'End the link' }).click();
	await expect(page.getByLabel('URL of Next employer', { exact: true })).toHaveCount(0);

	const saved = page.waitForEvent('download');
	await page.getByRole('button', { name: 'Load your data' }).click();
	const data = JSON.parse(await readFile(await (await saved).path(), 'utf8'));
	expect(JSON.stringify(data.sections)).toContain(mia.email);

	await page.getByRole('button', { name: `Leave ${firm.name}` }).click();
	await page.getByRole('button', { name: 'Leave', exact: true }).click();
	await expect(page.getByText(`You left ${firm.name}.`)).toBeVisible();
	await expect(page.getByRole('button', { name: `Leave ${firm.name}` })).toHaveCount(0);

	await page.getByRole('button', { name: 'Forget me' }).click();
	await page.getByLabel('Your e-mail address, to confirm').fill('another@example.com');
	await page.keyboard.press('Enter');
	await expect(page.getByRole('alert')).toContainText(mia.email);
	await page.getByLabel('Your e-mail address, to confirm').fill(mia.email);
	await page.keyboard.press('Enter');
	await expect(page).toHaveURL('/sign-in');
	await expect(api(mia.token, 'GET', '/v1/me')).rejects.toThrow('401');
});

test('the hundred and first account can be left too', async ({ page }) => {
	const firm = await company();
	const mia = await driver(firm, 'Mia');
	// The answer on who is signed in tells a hundred others.
	await page.route('**/v1/me', async (route) => {
		const response = await route.fetch();
		const me = await response.json();
		const contexts = Array.from({ length: 100 }, (_, n) => ({ ...me.contexts[0], account: { ...me.contexts[0].account, id: `${firm.id}${n}`, name: `Depot ${n}` } }));
		await route.fulfill({ response, json: { ...me, contexts } });
	});
	await open(page, '/me/account', mia.email);
	await expect(page.getByRole('button', { name: `Leave ${firm.name}` })).toBeVisible();
	await page.unrouteAll();
});

test('who holds a company is told why they cannot be forgotten', async ({ page }) => {
	const firm = await company();
	await addUsers(firm, [{ email: address('other') }]);
	await open(page, '/me/account', firm.holder);
	await expect(page.getByRole('button', { name: 'Forget me' })).toHaveAttribute('aria-disabled', 'true');
	await expect(page.getByText(`You hold ${firm.name}. Hand it over`).first()).toBeVisible();
	await expect(page.getByRole('region', { name: 'Your invitation URL' })).toHaveCount(0);
});
