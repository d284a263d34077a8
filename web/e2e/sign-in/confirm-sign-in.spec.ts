import { address, codeFor, company, linkFor, signInToken } from '../support/service.ts';
import { expect, open, test } from '../support/test.ts';

test('with a code, by keyboard alone', async ({ page }) => {
	const email = address('ann');
	await open(page, '/');
	await expect(page).toHaveURL('/sign-in');
	await expect(page.getByLabel('E-mail')).toBeFocused();
	await page.keyboard.type(email);
	await page.keyboard.press('Enter');
	await expect(page.getByLabel('Code')).toBeFocused();

	// Loaded anew while the mail is on its way, the page waits for its code still.
	await page.reload();
	await expect(page.getByLabel('Code')).toBeFocused();
	await expect(page.getByText(`We mailed a code to ${email}.`)).toBeVisible();

	// On one's own machine the mail is a click away.
	const inbox = page.getByRole('link', { name: 'Open this machine’s inbox' });
	await expect(inbox).toHaveAttribute('href', `/_local/emails?to=${encodeURIComponent(email)}`);

	await page.keyboard.type('0000 0000');
	await page.keyboard.press('Enter');
	await expect(page.getByRole('alert')).toBeVisible();
	await expect(page.getByLabel('Code')).toHaveAttribute('aria-invalid', 'true');

	// Small letters and no dash are as good.
	await page.getByLabel('Code').fill('');
	await page.keyboard.type((await codeFor(email)).replace('-', '').toLowerCase());
	await page.keyboard.press('Enter');
	await expect(page).toHaveURL('/choose');
	await expect(page.locator('h1')).toHaveText('Welcome to Codriver');
	expect(await page.evaluate(() => JSON.stringify(history.state))).not.toContain('att_');
	await page.goto('/sign-in');
	await expect(page.getByLabel('E-mail')).toHaveValue('');
});

test('a pasted code signs in by itself', async ({ page }) => {
	const email = address('ann');
	await open(page, '/sign-in');
	await page.getByLabel('E-mail').fill(email);
	await page.keyboard.press('Enter');
	const code = await codeFor(email);
	await page.getByLabel('Code').evaluate((field, text) => {
		const clipboardData = new DataTransfer();
		clipboardData.setData('text', ` Code: ${text}\n`);
		field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
	}, code);
	await expect(page).toHaveURL('/choose');
});

test('a malformed address is told at its field', async ({ page }) => {
	await open(page, '/sign-in');
	await page.getByLabel('E-mail').fill('nobody');
	await page.keyboard.press('Enter');
	await expect(page.getByRole('alert')).toHaveText('Must be an e-mail address such as ann@example.com.');
	await expect(page.getByLabel('E-mail')).toBeFocused();
});

test('the mail’s link asks for one click, and its secret leaves the address', async ({ page }) => {
	const email = address('ann');
	await open(page, '/sign-in');
	await page.getByLabel('E-mail').fill(email);
	await page.keyboard.press('Enter');
	await expect(page.getByLabel('Code')).toBeVisible();
	const link = await linkFor(email);

	const other = await page.context().newPage();
	await other.goto(link);
	await expect(other).toHaveURL('/sign-in');
	await expect(other.getByRole('button', { name: 'Sign in' })).toBeFocused();
	await other.keyboard.press('Enter');
	await expect(other).toHaveURL('/choose');

	// It works once: then the page says so, and offers a code.
	await other.goto('/sign-in');
	await other.goto(link);
	await other.reload();
	await other.goto(link);
	await other.getByRole('button', { name: 'Sign in' }).click();
	await expect(other.getByRole('alert')).toBeVisible();
	await expect(other.getByLabel('E-mail')).toBeVisible();
});

test('after signing in, the page that was asked for; after signing out, none', async ({ page }) => {
	const { id, holder } = await company();
	await page.goto(`/a/${id}/users?role=holder`);
	await expect(page).toHaveURL(/\/sign-in\?to=/);
	await page.getByLabel('E-mail').fill(holder);
	await page.keyboard.press('Enter');
	await expect(page.getByLabel('Code')).toBeVisible();
	await page.getByLabel('Code').fill(await codeFor(holder));
	await page.keyboard.press('Enter');
	await expect(page).toHaveURL(`/a/${id}/users?role=holder`);

	await page.getByRole('button', { name: /^You:/ }).click();
	await page.getByRole('menuitem', { name: /Sign out/ }).click();
	await expect(page).toHaveURL('/sign-in');
	await page.goto(`/a/${id}/users`);
	await expect(page).toHaveURL(/\/sign-in\?to=/);
});

test('who has one account only goes there at once', async ({ page }) => {
	const { id, holder, name } = await company();
	await signInToken(holder);
	await open(page, '/', holder);
	await expect(page).toHaveURL(`/a/${id}/users`);
	await expect(page.getByRole('banner')).toContainText(name);
});
