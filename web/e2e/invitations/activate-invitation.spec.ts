import { address, addUsers, api, company, linkFor, signInToken, type Company } from '../support/service.ts';
import { expect, open, test, typeCode } from '../support/test.ts';

async function status(of: Company, id: string | undefined): Promise<string> {
	return (await api(of.token, 'GET', `/v1/accounts/${of.id}/users/${id}`)).status;
}

test('one click joins, signs in, and leads to where one may act; opening the page does nothing', async ({ page }) => {
	const firm = await company();
	const email = address('new');
	const [id] = await addUsers(firm, [{ email }], true);
	const link = await linkFor(email, 'activate');
	await open(page, link);
	await expect(page).toHaveURL('/activate');
	await expect(page.locator('h1')).toHaveText(`Join ${firm.name}`);
	await expect(page.locator('h1')).toBeFocused();
	await expect(page.getByRole('definition')).toHaveText([email]);
	expect(await status(firm, id)).toBe('invited');

	await page.keyboard.press('Tab');
	await page.keyboard.press('Enter');
	await expect(page).toHaveURL('/me');
	await expect(page.getByText(`You have joined ${firm.name}.`)).toBeVisible();
	expect(await status(firm, id)).toBe('active');

	// Used: the page says what may be, and what to do.
	await page.goto(link);
	await expect(page.locator('h1')).toHaveText('This link does not work any more');
	await expect(page.getByText(`You are signed in as ${email}.`)).toBeVisible();
	await page.getByRole('link', { name: 'Choose what to manage' }).click();
	await expect(page).toHaveURL('/choose');
});

test('who has signed in before joins by the link, and signs in on the same page', async ({ page }) => {
	const firm = await company();
	const email = address('known');
	await signInToken(email);
	const [id] = await addUsers(firm, [{ email }], true);
	await open(page, await linkFor(email, 'activate'));
	await page.getByRole('button', { name: 'Accept the invitation' }).click();
	await expect(page.locator('h1')).toHaveText(`You have joined ${firm.name}`);
	expect(await status(firm, id)).toBe('active');
	await expect(page.getByLabel('E-mail')).toHaveValue(email);
	await page.keyboard.press('Enter');
	await typeCode(page, email);
	await expect(page).toHaveURL('/me');
});

test('signed in as another address: it says which, and goes on after signing out', async ({ page }) => {
	const [firm, mine] = [await company(), await company()];
	const email = address('other');
	await addUsers(firm, [{ email }], true);
	await open(page, await linkFor(email, 'activate'), mine.holder);
	await expect(page.getByText(`You are signed in as ${mine.holder}`)).toBeVisible();
	await expect(page.getByRole('button', { name: 'Accept the invitation' })).toHaveCount(0);
	await page.getByRole('button', { name: 'Sign out and go on' }).click();
	await page.getByRole('button', { name: 'Accept the invitation' }).click();
	await expect(page).toHaveURL('/me');
	await page.getByRole('button', { name: `You: ${email}` }).click();
});

test('signed in as the invited address, it says who invites and until when; declined, the seat is free', async ({ page }) => {
	const firm = await company();
	const email = address('asked');
	await addUsers(firm, [{ email }], true);
	const link = await linkFor(email, 'activate');
	await open(page, link, email);
	await expect(page.getByRole('definition')).toHaveText([email, firm.holder, /2026|2027/]);
	await page.getByRole('button', { name: 'Decline' }).click();
	await page.getByRole('dialog').getByRole('button', { name: 'Keep it' }).click();
	await page.getByRole('button', { name: 'Decline' }).click();
	await page.getByRole('dialog').getByRole('button', { name: 'Decline' }).click();
	await expect(page.locator('h1')).toHaveText('Declined');
	const { seats } = await api(firm.token, 'GET', `/v1/accounts/${firm.id}`);
	expect(seats.used).toBe(1);
	await page.goto('/choose');
	await page.goto(link);
	await expect(page.locator('h1')).toHaveText('This link does not work any more');
});

test('an invitation that many others come before is declined as well', async ({ page }) => {
	const firm = await company();
	const email = address('asked');
	const [id] = await addUsers(firm, [{ email }], true);
	const link = await linkFor(email, 'activate');
	await page.route('**/v1/me/invitations?*', async (route) => {
		const { searchParams } = new URL(route.request().url());
		if (!searchParams.get('cursor')) await route.fulfill({ json: { items: [], next_cursor: 'second' } });
		else await route.continue({ url: route.request().url().replace(/&?cursor=second/, '') });
	});
	await open(page, link, email);
	await expect(page.getByRole('definition')).toHaveText([email, firm.holder, /2026|2027/]);
	await page.getByRole('button', { name: 'Decline' }).click();
	await page.getByRole('dialog').getByRole('button', { name: 'Decline' }).click();
	await expect(page.locator('h1')).toHaveText('Declined');
	await expect(api(firm.token, 'GET', `/v1/accounts/${firm.id}/users/${id}`)).rejects.toThrow('404');
});

test('declined without being signed in: the address is shown to be one’s own first', async ({ page }) => {
	const firm = await company();
	const email = address('stranger');
	await addUsers(firm, [{ email }], true);
	await open(page, await linkFor(email, 'activate'));
	await page.getByRole('button', { name: 'Decline' }).click();
	await page.getByRole('dialog').getByRole('button', { name: 'Decline' }).click();
	await expect(page.locator('h1')).toHaveText('Sign in to go on');
	await page.keyboard.press('Enter');
	await typeCode(page, email);
	await expect(page.locator('h1')).toHaveText('Declined');
});

test('a link that a newer one replaced, and one that is none', async ({ page }) => {
	const firm = await company();
	const email = address('twice');
	const [id] = await addUsers(firm, [{ email }], true);
	const old = await linkFor(email, 'activate');
	await api(firm.token, 'POST', `/v1/accounts/${firm.id}/users/${id}/invitation`);
	await expect.poll(() => linkFor(email, 'activate')).not.toBe(old);
	await open(page, old);
	await expect(page.locator('h1')).toHaveText('This link does not work any more');
	await expect(page.getByText('Use the link in the newest one.')).toBeVisible();
	await expect(page.getByRole('link', { name: 'Sign in' })).toBeVisible();

	// The newest, pasted into the same tab.
	await page.evaluate((hash) => (location.hash = hash), new URL(await linkFor(email, 'activate'), 'http://a').hash);
	await expect(page.locator('h1')).toHaveText(`Join ${firm.name}`);
	await expect(page).toHaveURL('/activate');

	await page.goto('/choose');
	await page.goto('/activate#nonsense');
	await expect(page.locator('h1')).toHaveText('This link does not work any more');
	await page.reload();
	await expect(page.locator('h1')).toHaveText('Open the link in your mail');
});

test('two tabs: what the other has accepted is no error', async ({ page }) => {
	const firm = await company();
	const email = address('tabs');
	await addUsers(firm, [{ email }], true);
	const link = await linkFor(email, 'activate');
	await open(page, link);
	await expect(page.getByRole('button', { name: 'Accept the invitation' })).toBeVisible();
	const other = await page.context().newPage();
	await open(other, link);
	await other.getByRole('button', { name: 'Accept the invitation' }).click();
	await expect(other).toHaveURL('/me');
	await page.getByRole('button', { name: 'Accept the invitation' }).click();
	await expect(page).toHaveURL('/me');
});
