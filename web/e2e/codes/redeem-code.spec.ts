import { address, api, codes, company, manage, signInToken } from '../support/service.ts';
import { expect, open, test, typeCode } from '../support/test.ts';

/** Another right code, of no batch: what a guess would be. */
function guess(n: number): string {
	const symbols = Array.from({ length: 19 }, (_, place) => (n * 7 + place * 5 + 3) % 32);
	const double = (element: number) => (element & 16 ? (element << 1) ^ 37 : element << 1);
	symbols.push(symbols.reduce((sum, symbol) => double(sum ^ symbol), 0));
	return symbols.map((symbol) => '0123456789ABCDEFGHJKMNPQRSTVWXYZ'[symbol]).join('');
}

test('“Once they are used, they give the driver access to the course for the stated duration”: sign in on the page, type the code, begin', async ({ page }) => {
	const { codes: found, course, seller } = await codes(1);
	const [code = ''] = found;
	const email = address('driver');
	await open(page, '/redeem');
	await expect(page.locator('h1')).toHaveText('Use a code');
	await page.getByLabel('E-mail').fill(email);
	await page.keyboard.press('Enter');
	await typeCode(page, email);

	// Small letters, no dashes, look-alikes: it is shown as it is meant.
	const field = page.getByLabel('Code', { exact: true });
	await expect(page.getByRole('button', { name: 'Use the code' })).toBeVisible();
	await expect(field).toBeFocused();
	await page.keyboard.type(code.replaceAll('-', '').toLowerCase().replaceAll('0', 'o').replaceAll('1', 'l').slice(0, 7));
	await expect(field).toHaveValue(code.slice(0, 8));
	await expect(page.getByText('7 of 20 letters and digits')).toBeVisible();
	await page.keyboard.press('Enter');
	await expect(page.getByRole('alert')).toHaveText('A code has 20 letters and digits: 13 are missing.');
	await page.keyboard.type(code.replaceAll('-', '').slice(7));
	await expect(field).toHaveValue(code);
	await expect(page.getByRole('alert')).toHaveCount(0);
	await page.keyboard.press('Enter');

	await expect(page.locator('h1')).toHaveText(course);
	await expect(page.locator('h1')).toBeFocused();
	await expect(page.getByText('your own account')).toBeVisible();
	await expect(page.getByRole('definition')).toHaveText([/\(Europe\/Berlin\)$/, /\(Europe\/Berlin\)$/, /Grip\s*Braking on ice/]);
	const { items } = await api(seller.token, 'GET', `/v1/accounts/${seller.id}/code-batches`);
	expect(items[0]).toMatchObject({ redeemed: 1, unused: 0 });

	// The same code again is no error.
	await page.getByRole('button', { name: 'Use another code' }).click();
	await page.getByLabel('Code', { exact: true }).fill(code);
	await page.keyboard.press('Enter');
	await expect(page.getByText('You used this code before, and it stays so')).toBeVisible();
	await page.getByRole('link', { name: 'Begin', exact: true }).click();
	await expect(page).toHaveURL(/\/me\/courses\/enr_\w+$/);
	await expect(page.locator('h1')).toHaveText(course);
});

test('a link fills the code in, keeps it through the sign-in, and it leaves the address', async ({ page }) => {
	const { codes: found, course } = await codes(1);
	const [code = ''] = found;
	const firm = await company();
	await open(page, `/redeem#${code}`);
	await expect(page).toHaveURL('/redeem');
	await expect(page.getByText('Your code is kept on this page.')).toBeVisible();
	const stored = () => page.evaluate(() => JSON.stringify([{ ...sessionStorage }, { ...localStorage }, history.state]));
	expect(await stored()).not.toContain(code);
	await page.getByLabel('E-mail').fill(firm.holder);
	await page.keyboard.press('Enter');
	await typeCode(page, firm.holder);
	await expect(page.getByLabel('Code', { exact: true })).toHaveValue(code);
	await page.getByRole('button', { name: 'Use the code' }).click();
	await expect(page.locator('h1')).toHaveText(course);
	// Who holds a company has it open there.
	await expect(page.getByRole('main')).toContainText(`open to you in ${firm.name}`);
	expect(await stored()).not.toContain(code);
});

test('what is wrong with a code is said at its field', async ({ page }) => {
	const { id, codes: found, seller } = await codes(3);
	const [used = '', voided = '', right = ''] = found;
	await api(await signInToken(address('first')), 'POST', '/v1/redemptions', { code: used });
	await api(seller.token, 'POST', `/v1/accounts/${seller.id}/code-batches/${id}/void`, { codes: [voided] });
	await open(page, '/redeem', address('driver'));
	const field = page.getByLabel('Code', { exact: true });
	const asked: string[] = [];
	page.on('request', (request) => void (request.method() === 'POST' && asked.push(request.url())));

	// A typing mistake is told while typing, without asking the service.
	const last = right.endsWith('7') ? '8' : '7';
	await field.fill(right.slice(0, -1) + last);
	await expect(page.getByRole('alert')).toContainText('There is a typing mistake in this code.');
	await expect(field).toHaveAttribute('aria-invalid', 'true');
	await page.keyboard.press('Enter');
	await field.fill('');
	await page.keyboard.press('Enter');
	await expect(page.getByRole('alert')).toHaveText('Type or paste the code.');
	await field.fill('U');
	await expect(page.getByRole('alert')).toContainText('Perhaps it is a V');
	expect(asked).toEqual([]);

	for (const [code, said] of [
		[used, 'This code was used already. If it was not you'],
		[voided, 'This code was voided. Ask whoever gave it to you'],
		[guess(0), 'There is no such code. Compare it']
	] as const) {
		await field.fill(code);
		await page.keyboard.press('Enter');
		await expect(page.getByRole('alert')).toContainText(said);
		await expect(field).toBeFocused();
		await expect(field).not.toHaveValue('');
	}
	expect(asked).toHaveLength(3);
});

test('after twenty unknown codes one waits an hour', async ({ page }) => {
	const email = address('guesser');
	const token = await signInToken(email);
	for (let n = 1; n <= 20; n++)
		await api(token, 'POST', '/v1/redemptions', { code: guess(n) }).catch((refused) => expect(String(refused)).toContain('unknown_code'));
	await open(page, '/redeem', email);
	await page.getByLabel('Code', { exact: true }).fill(guess(21));
	await page.keyboard.press('Enter');
	await expect(page.getByRole('alert')).toContainText('Wait an hour');
});

test('who manages for others is told to use a separate address, and the code is kept', async ({ page }) => {
	const { codes: found, course } = await codes(1);
	const [code = ''] = found;
	const [manager, own] = [address('manager'), address('own')];
	await manage(await company(), manager, { kind: 'company' });
	await open(page, `/redeem#${code}`, manager);
	await page.getByRole('button', { name: 'Use the code' }).click();
	await expect(page.getByRole('alert')).toContainText('Use the code with a separate e-mail address.');
	await page.getByRole('button', { name: 'Sign out and use another address' }).click();
	await page.getByLabel('E-mail').fill(own);
	await page.keyboard.press('Enter');
	await typeCode(page, own);
	await expect(page.getByLabel('Code', { exact: true })).toHaveValue(code);
	await page.keyboard.press('Enter');
	await expect(page.locator('h1')).toHaveText(course);
});
