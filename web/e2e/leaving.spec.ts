import type { Page } from '@playwright/test';
import { address, addUsers, api, company, driver, fresh, manage, pathOf } from './support/service.ts';
import { expect, open, pressN, signIn, test } from './support/test.ts';

/** What the browser asked, each turned down, so that the page stays. */
function turnedDown(page: Page): string[] {
	const asked: string[] = [];
	page.on('dialog', (dialog) => {
		asked.push(dialog.type());
		void dialog.dismiss();
	});
	return asked;
}

const reload = (page: Page) => page.evaluate(() => setTimeout(() => location.reload()));

test('back, a link and a reload in the middle of a form ask, and nothing that was typed is lost', async ({ page }) => {
	const firm = await company();
	await open(page, `/a/${firm.id}/groups`, firm.holder);
	await page.getByRole('link', { name: 'Users', exact: true }).click();
	await expect(page).toHaveURL(/users$/);
	const asked = turnedDown(page);
	await pressN(page);
	await page.keyboard.type(address('kept'));
	const box = page.getByLabel('E-mail addresses');
	await page.evaluate(() => history.back());
	await expect.poll(() => asked).toEqual(['confirm']);
	await expect(box).toHaveValue(/kept/);
	await page.getByRole('link', { name: 'Edit the invitation mail' }).click();
	await expect.poll(() => asked).toEqual(['confirm', 'confirm']);
	await reload(page);
	await expect.poll(() => asked).toEqual(['confirm', 'confirm', 'beforeunload']);
	await expect(box).toHaveValue(/kept/);
	await expect(page).toHaveURL(/users$/);

	// Closed, it asks no more.
	await page.keyboard.press('Escape');
	await page.getByRole('link', { name: 'Settings', exact: true }).click();
	await page.getByRole('link', { name: 'Edit Code', exact: true }).click();
	await page.getByLabel('Subject').fill('A subject of our own');
	await page.getByRole('link', { name: 'Groups', exact: true }).click();
	await expect.poll(() => asked.length).toBe(4);
	await reload(page);
	await expect.poll(() => asked.length).toBe(5);
	await expect(page.getByLabel('Subject')).toHaveValue('A subject of our own');
	await page.getByRole('button', { name: 'Save' }).click();
	await expect(page.getByText('Saved. The next mails say it so.')).toBeVisible();
	await page.getByRole('link', { name: 'Groups', exact: true }).click();
	await expect(page).toHaveURL(/groups$/);
	expect(asked).toHaveLength(5);
});

test('what is typed or ticked beside dialogs is asked about too', async ({ page }) => {
	const [firm, partner] = [await company(), await company()];
	await driver(firm, 'Ann Lee');
	await addUsers(firm, [{ email: address('north'), groups: ['North'] }]);
	const instructor = address('instructor');
	await open(page, '/choose', instructor);
	const asked = turnedDown(page);
	const asks = async () => {
		const before = asked.length;
		await reload(page);
		await expect.poll(() => asked.slice(before)).toEqual(['beforeunload']);
	};
	await page.getByLabel('Company’s name').pressSequentially('Mine');
	await asks();
	await page.getByLabel('Company’s name').fill('');
	await page.goto('/redeem');
	await page.getByLabel('Code', { exact: true }).pressSequentially('ABCDE');
	await asks();
	await page.getByLabel('Code', { exact: true }).fill('');
	await page.goto('/certificate');
	await page.getByLabel('Code', { exact: true }).pressSequentially('ABCDE');
	await asks();
	await page.getByLabel('Code', { exact: true }).fill('');
	await page.goto('/me/account');
	await page.getByRole('button', { name: 'Change the address' }).click();
	await page.keyboard.type('other@example.com');
	await asks();
	await page.getByRole('button', { name: 'Keep the one you have' }).click();
	const token = await manage(firm, instructor, { kind: 'company' });
	await page.goto('/me/overview');
	await page.getByRole('button', { name: `Labels of ${firm.name}` }).click();
	await page.keyboard.type('corporate');
	await asks();
	await page.keyboard.press('Escape');

	await signIn(page.context(), firm.holder);
	await page.goto(`/a/${firm.id}/drivers/share?with=${encodeURIComponent(partner.name)}`);
	await page.getByRole('checkbox', { name: 'Share Ann Lee' }).check();
	await asks();
	await page.getByRole('checkbox', { name: 'Share Ann Lee' }).uncheck();
	await page.goto(pathOf((await api(token, 'POST', '/v1/me/invite-url')).url));
	await page.getByLabel('Some groups').check();
	await asks();
});

test('a phone’s back, which closes what is on top, asks before it closes a dialog where something was typed', async ({ page }) => {
	const firm = await company();
	await open(page, `/a/${firm.id}/groups`, firm.holder);
	const back = () => page.evaluate(() => document.querySelector<HTMLDialogElement>('dialog[open]')?.requestClose());
	const dialog = page.getByRole('dialog');
	await page.getByRole('button', { name: /^Make a group/ }).first().click();
	await expect(dialog).toBeVisible();
	await back();
	await expect(dialog).toHaveCount(0);
	const asked = turnedDown(page);
	await page.getByRole('button', { name: /^Make a group/ }).first().click();
	await dialog.getByLabel('Name').fill('Night shift');
	await back();
	await expect.poll(() => asked).toEqual(['confirm']);
	await expect(dialog.getByLabel('Name')).toHaveValue('Night shift');
	// A browser lets itself be held up once: the second time it closes without asking.
	await page.evaluate(() => {
		const open = document.querySelector<HTMLDialogElement>('dialog[open]');
		open?.dispatchEvent(new Event('cancel'));
		open?.close();
	});
	await expect.poll(() => asked).toEqual(['confirm', 'confirm']);
	await expect(dialog.getByLabel('Name')).toHaveValue('Night shift');
	await expect(dialog.getByLabel('Name')).toBeFocused();
	// Esc is as the button Cancel.
	await page.keyboard.press('Escape');
	await expect(dialog).toHaveCount(0);
	expect(asked).toHaveLength(2);
});

test('what a dialog shows this once is not closed by Esc, however often', async ({ page }) => {
	const firm = await company();
	await open(page, `/a/${firm.id}/settings`, firm.holder);
	await page.getByRole('button', { name: 'Make an API key' }).click();
	const dialog = page.getByRole('dialog');
	await dialog.getByLabel('Name').fill('Shop');
	await dialog.getByRole('checkbox', { name: /Users/ }).check();
	await dialog.getByRole('button', { name: 'Make key' }).click();
	await expect(dialog.getByRole('textbox', { name: 'Key' })).toBeVisible();
	for (let n = 0; n < 4; n++) await page.keyboard.press('Escape');
	await expect(dialog.getByRole('textbox', { name: 'Key' })).toHaveValue(/^cd/);
	await dialog.getByRole('button', { name: 'I have copied it' }).click();
	await expect(dialog).toHaveCount(0);
});

test('a double click sends once', async ({ page }) => {
	const firm = await company();
	const posts: string[] = [];
	page.on('request', (request) => {
		if (request.method() === 'POST' && !request.url().includes('sign-in')) posts.push(new URL(request.url()).pathname.replace(/^.*acc_\w+/, ''));
	});
	await open(page, `/a/${firm.id}/users`, firm.holder);
	await pressN(page);
	await page.keyboard.type(address('once'));
	await page.getByRole('button', { name: 'Invite', exact: true }).dblclick();
	await expect(page.getByRole('dialog')).toHaveCount(0);
	await page.goto(`/a/${firm.id}/groups`);
	await page.getByRole('button', { name: 'Make a group' }).last().click();
	const group = fresh('Night shift');
	await page.getByRole('textbox', { name: 'Name' }).fill(group);
	await page.getByRole('dialog').getByRole('button', { name: /^Make/ }).dblclick();
	await expect(page.getByRole('heading', { name: group, level: 1 })).toBeVisible();
	await page.goto(`/a/${firm.id}/managers`);
	await page.getByRole('button', { name: 'Invite a manager' }).last().click();
	await page.getByRole('textbox', { name: 'Who' }).fill(address('manager'));
	await page.getByRole('dialog').getByRole('button', { name: /^Invite/ }).dblclick();
	await expect(page.getByRole('dialog')).toHaveCount(0);
	await expect.poll(async () => (await api(firm.token, 'GET', `/v1/accounts/${firm.id}/managers`)).items.length).toBe(1);
	expect(posts.filter((path) => !path.includes('preview')).sort()).toEqual(['/groups', '/managers', '/users/import']);
});
