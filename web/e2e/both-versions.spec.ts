import { address, addUsers, api, company, fresh, manage } from './support/service.ts';
import { soundEverywhere } from './support/sound.ts';
import { expect, open, test } from './support/test.ts';

test.describe.configure({ timeout: 120_000 });

// Groups, users, sessions, routes, clients, plans and courses: in the tests of their own pages.
test('what somebody else changed meanwhile stands beside one’s own: name and zone, a mail’s text, a manager’s scope', async ({ page }) => {
	const firm = await company();
	await addUsers(firm, [{ email: address('north'), groups: ['North'] }, { email: address('south'), groups: ['South'] }]);
	await open(page, `/a/${firm.id}/settings`, firm.holder);
	const form = page.getByRole('region', { name: 'Name and time zone' });
	const [mine, theirs] = [fresh('Mine'), fresh('Theirs')];
	await form.getByLabel('Name', { exact: true }).fill(mine);
	await api(firm.token, 'PATCH', `/v1/accounts/${firm.id}`, { name: theirs, time_zone: 'Asia/Tokyo' });
	await form.getByRole('button', { name: 'Save' }).click();
	await expect(form.getByRole('radio', { name: `Yours ${mine}` })).toBeChecked();
	await expect(form.getByLabel('Name', { exact: true })).toHaveValue(mine);
	await expect(form.getByRole('radio', { name: 'Theirs Asia/Tokyo' })).toBeChecked();
	await expect(form.getByLabel('Time zone')).toHaveValue('Asia/Tokyo');
	await soundEverywhere(page, 'both versions of an account');
	// By keyboard: to theirs, and back to one's own.
	await form.getByRole('radio', { name: `Yours ${mine}` }).focus();
	await page.keyboard.press('ArrowRight');
	await expect(form.getByLabel('Name', { exact: true })).toHaveValue(theirs);
	await page.keyboard.press('ArrowLeft');
	await expect(form.getByLabel('Name', { exact: true })).toHaveValue(mine);
	await form.getByRole('button', { name: 'Save' }).click();
	await expect(page.getByRole('banner')).toContainText(mine);
	expect(await api(firm.token, 'GET', `/v1/accounts/${firm.id}`)).toMatchObject({ name: mine, time_zone: 'Asia/Tokyo' });

	const mails = `/v1/accounts/${firm.id}/settings/emails/code`;
	await page.goto(`/a/${firm.id}/settings/mails/code`);
	const before = await api(firm.token, 'GET', mails);
	await page.getByLabel('Text').fill(`${before.body}\n\nDrive well.`);
	await api(firm.token, 'PUT', mails, { subject: 'Another subject', body: before.body });
	await page.getByRole('button', { name: 'Save' }).click();
	await expect(page.getByRole('radio', { name: 'Theirs Another subject' })).toBeChecked();
	// What nobody else changed stays as it was typed, and nothing is asked of it.
	await expect(page.getByRole('radio')).toHaveCount(2);
	await expect(page.getByLabel('Text')).toHaveValue(/Drive well\.$/);
	await api(firm.token, 'PUT', mails, { subject: 'Another subject', body: `${before.body}\n\nTheir line.` });
	await page.getByRole('button', { name: 'Save' }).click();
	await expect(page.getByRole('radio', { name: /^Yours.*Drive well/s })).toBeChecked();
	await page.getByRole('radio', { name: /^Theirs.*Their line/s }).check();
	await expect(page.getByLabel('Text')).toHaveValue(/Their line\.$/);
	await page.getByRole('radio', { name: /^Yours.*Drive well/s }).check();
	await page.getByRole('button', { name: 'Save' }).click();
	await expect(page.getByText('Saved. The next mails say it so.')).toBeVisible();
	expect((await api(firm.token, 'GET', mails)).body).toMatch(/Drive well\.$/);

	const manager = address('manager');
	await manage(firm, manager, { kind: 'company' });
	const { items: groups } = await api(firm.token, 'GET', `/v1/accounts/${firm.id}/groups`);
	const south = groups.find(({ name }: { name: string }) => name === 'South').id;
	const { items: managers } = await api(firm.token, 'GET', `/v1/accounts/${firm.id}/managers`);
	await page.goto(`/a/${firm.id}/managers`);
	await page.getByRole('button', { name: new RegExp(manager) }).click();
	await page.getByRole('menuitem', { name: /looks? after/ }).click();
	const dialog = page.getByRole('dialog');
	await dialog.getByLabel('Some groups').check();
	await dialog.getByLabel('North').check();
	await api(firm.token, 'PATCH', `/v1/accounts/${firm.id}/managers/${managers[0].id}`, { scope: { kind: 'groups', group_ids: [south] } });
	await dialog.getByRole('button', { name: 'Save' }).click();
	await expect(dialog.getByRole('radio', { name: 'Yours North' })).toBeChecked();
	await dialog.getByRole('radio', { name: 'Theirs South' }).check();
	await expect(dialog.getByRole('checkbox', { name: 'South' })).toBeChecked();
	await expect(dialog.getByRole('checkbox', { name: 'North' })).not.toBeChecked();
});
