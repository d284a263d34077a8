import { address, addUsers, api, company, linkFor, manage, signInToken } from '../support/service.ts';
import { expect, open, test, typeCode } from '../support/test.ts';

test('“The client can also remove you at any time”: a manager is invited by address for a group, sent again, widened and removed', async ({ page, context }) => {
	await context.grantPermissions(['clipboard-read', 'clipboard-write']);
	const firm = await company();
	await addUsers(firm, [{ email: address('u'), groups: ['North'] }]);
	const email = address('coordinator');
	await open(page, `/a/${firm.id}/managers`, firm.holder);
	await page.keyboard.press('n');
	const dialog = page.getByRole('dialog');
	await expect(dialog.getByRole('textbox', { name: 'Who' })).toBeFocused();
	await page.keyboard.type(email);
	await dialog.getByLabel('Some groups').check();
	await dialog.getByRole('button', { name: 'Invite', exact: true }).click();
	await expect(dialog.getByRole('alert')).toHaveText('Choose at least one group.');
	await dialog.getByLabel('North').check();
	await dialog.getByRole('button', { name: 'Invite', exact: true }).click();
	const row = page.getByRole('list', { name: 'Managers' }).getByRole('listitem');
	await expect(row).toContainText('North');
	await expect(row).toContainText('Invited');
	const mailed = await linkFor(email, 'invitation');

	const does = row.getByRole('button', { name: `Actions for ${email}` });
	await does.click();
	await page.getByRole('menuitem', { name: 'Copy the invitation URL' }).click();
	await expect(page.getByText('Copied.')).toBeVisible();
	const copied = new URL(await page.evaluate(() => navigator.clipboard.readText()));
	expect(copied.pathname + copied.hash).toBe(mailed);

	// Mailed again, but nobody learns of it: pressed once more, it is mailed no third time.
	const keys: string[] = [];
	await page.route('**/managers/*/invitation', async (route) => {
		keys.push(route.request().headers()['idempotency-key'] ?? '');
		if (keys.length === 1) await route.fetch().then(() => route.abort());
		else await route.continue();
	});
	const sendAgain = async () => {
		await does.click();
		await page.getByRole('menuitem', { name: 'Send the invitation again' }).click();
	};
	await sendAgain();
	await page.getByRole('button', { name: 'Stop' }).click();
	await expect(page.getByText('Codriver could not be reached.')).toBeVisible();
	await sendAgain();
	await expect(page.getByText(`Invitation sent to ${email}.`).first()).toBeVisible();
	expect(new Set(keys).size).toBe(1);
	const { items: mails } = await api(null, 'GET', `/_local/emails?to=${encodeURIComponent(email)}`);
	expect(mails.filter(({ text }: { text: string }) => text.includes('/invitation#'))).toHaveLength(2);
	const theirs = await signInToken(email);
	await api(theirs, 'POST', `/v1/me/invitations/${firm.id}/accept`);
	await page.reload();
	await expect(row).toContainText('Active');
	await does.click();
	await page.getByRole('menuitem', { name: /Change/ }).click();
	await dialog.getByLabel('The whole company').check();
	await dialog.getByRole('button', { name: 'Save' }).click();
	await expect(row).toContainText('The whole company');
	await does.click();
	await page.getByRole('menuitem', { name: 'Remove' }).click();
	await expect(dialog).toContainText('at once');
	await dialog.getByRole('button', { name: 'Remove manager' }).click();
	await expect(page.getByRole('heading', { name: 'Nobody outside looks after this account' })).toBeVisible();
	await expect(api(theirs, 'GET', `/v1/accounts/${firm.id}`)).rejects.toThrow('404');
});

test('“The client must choose to invite you”: an instructor’s URL, pasted or opened, leads to their invitation', async ({ page, context }) => {
	const firm = await company();
	const instructor = address('instructor');
	const theirs = await signInToken(instructor);
	await api(theirs, 'PATCH', '/v1/me', { name: 'Ingo Instructor' });
	const { url } = await api(theirs, 'POST', '/v1/me/invite-url');
	await open(page, `/a/${firm.id}/managers`, firm.holder);
	await page.getByRole('button', { name: 'Invite a manager' }).last().click();
	await page.getByRole('textbox', { name: 'Who' }).fill(url);
	await expect(page.getByText(`Ingo Instructor, ${instructor}`)).toBeVisible();
	await page.keyboard.press('Escape');

	// Opened by who is not signed in: they sign in over it, and nothing is lost.
	await context.clearCookies();
	await page.goto('/sign-in');
	await page.goto(new URL(url).pathname + new URL(url).hash);
	await expect(page.getByRole('heading', { name: 'Sign in to invite your instructor' })).toBeVisible();
	const other = await company();
	await page.getByLabel('E-mail').fill(other.holder);
	await page.keyboard.press('Enter');
	await typeCode(page, other.holder);
	await page.getByRole('button', { name: 'Invite', exact: true }).click();
	await expect(page).toHaveURL(`/a/${other.id}/managers`);
	await expect(page.getByRole('listitem').filter({ hasText: instructor })).toContainText('Invited');

	await page.goto('/invite-me#nonsense');
	await expect(page.getByRole('heading', { name: 'This invitation URL does not work any more' })).toBeVisible();
});

test('a firm is found by its exact name; who of it looks after the account is seen, and ended', async ({ page }) => {
	const [client, firm] = [await company(), await company()];
	const person = address('of-the-firm');
	await manage(firm, person, { kind: 'company' });
	await open(page, `/a/${client.id}/managers`, client.holder);
	await page.getByRole('button', { name: 'Invite a manager' }).last().click();
	const who = page.getByRole('textbox', { name: 'Who' });
	await who.fill(firm.name.slice(0, -1));
	await expect(page.getByText('No company has exactly this name.')).toBeVisible();
	await who.fill(firm.name);
	await page.keyboard.press('Enter');
	const row = page.getByRole('list', { name: 'Managers' }).getByRole('listitem').first();
	await expect(row).toContainText(firm.name);
	const path = `/v1/accounts/${firm.id}/clients/${client.id}`;
	await api(firm.token, 'POST', `${path}/accept`);
	const me = await api(await signInToken(person), 'GET', '/v1/me');
	await api(firm.token, 'PUT', `${path}/people`, { person_ids: [me.person.id] });
	await page.reload();
	await page.getByRole('button', { name: `Remove ${person}` }).click();
	await page.getByRole('dialog').getByRole('button', { name: 'Remove person' }).click();
	await expect(page.getByText('It has not chosen who of its people')).toBeVisible();
});
