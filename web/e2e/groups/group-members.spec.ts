import { address, addUsers, api, company } from '../support/service.ts';
import { expect, open, test } from '../support/test.ts';

test('a group is made, filled with many at once, emptied one by one with the way back, renamed, deleted', async ({ page }) => {
	const firm = await company();
	const people = ['Ann Lee', 'Bert Nowak', 'Cleo Berg'].map((name) => ({ email: address('u'), name }));
	const [, bert] = await addUsers(firm, people);
	await open(page, `/a/${firm.id}/groups`, firm.holder);
	await expect(page.getByRole('heading', { name: 'No groups yet' })).toBeVisible();
	await page.keyboard.press('n');
	await expect(page.getByLabel('Name')).toBeFocused();
	await page.keyboard.type('Night shift');
	await page.keyboard.press('Enter');
	await expect(page.getByRole('heading', { name: 'Night shift', level: 1 })).toBeFocused();

	await page.getByRole('button', { name: 'Put users in' }).first().click();
	const dialog = page.getByRole('dialog');
	await dialog.getByRole('checkbox', { name: /Ann Lee/ }).check();
	await dialog.getByRole('checkbox', { name: /Bert Nowak/ }).check();
	// Who is removed meanwhile is said of by name; the others are in.
	await api(firm.token, 'DELETE', `/v1/accounts/${firm.id}/users/${bert}`);
	await dialog.getByRole('button', { name: 'Put 2 users in' }).click();
	await expect(dialog.getByRole('alert')).toContainText('1 user put in, 1 not:');
	await expect(dialog.getByRole('alert')).toContainText('Bert Nowak');
	await dialog.getByRole('button', { name: 'Cancel' }).click();

	const members = page.getByRole('list', { name: 'Members of Night shift' }).getByRole('listitem');
	await expect(members).toHaveCount(1);
	await page.getByRole('button', { name: 'Take Ann Lee out' }).click();
	await expect(members).toHaveCount(0);
	await page.getByRole('button', { name: 'Undo' }).click();
	await expect(members).toHaveCount(1);

	await page.getByRole('button', { name: 'Rename' }).click();
	await dialog.getByLabel('Name').fill('Early shift');
	await dialog.getByRole('button', { name: 'Rename' }).click();
	await expect(page.getByRole('heading', { name: 'Early shift', level: 1 })).toBeVisible();
	await page.getByRole('button', { name: 'Delete' }).click();
	await expect(dialog).toContainText('Its 1 member stays a user');
	await dialog.getByRole('button', { name: 'Delete group' }).click();
	await expect(page.getByRole('heading', { name: 'No groups yet' })).toBeVisible();
	await expect(page.getByText('The group Early shift is deleted.')).toBeVisible();
});

test('a name that is taken is refused where it stands; a stale one shows both', async ({ page }) => {
	const firm = await company();
	await addUsers(firm, [{ email: address('u'), groups: ['North', 'South'] }]);
	await open(page, `/a/${firm.id}/groups`, firm.holder);
	await page.getByRole('button', { name: 'More for North' }).click();
	await page.getByRole('menuitem', { name: 'Rename' }).click();
	const name = page.getByRole('dialog').getByLabel('Name');
	await name.fill('south');
	await page.keyboard.press('Enter');
	await expect(name).toHaveAccessibleDescription(/name/i);
	await expect(name).toHaveValue('south');
	const { items } = await api(firm.token, 'GET', `/v1/accounts/${firm.id}/groups`);
	const north = items.find((group: { name: string }) => group.name === 'North');
	await api(firm.token, 'PATCH', `/v1/accounts/${firm.id}/groups/${north.id}`, { name: 'North depot' });
	await name.fill('Depot North');
	await page.keyboard.press('Enter');
	await expect(page.getByRole('radio', { name: 'Theirs North depot' })).toBeVisible();
	await expect(page.getByRole('radio', { name: 'Yours Depot North' })).toBeChecked();
	await page.keyboard.press('Enter');
	await expect(page.getByRole('link', { name: 'Depot North' })).toBeVisible();
});
