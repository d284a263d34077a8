import { address, addUsers, company, manage } from '../support/service.ts';
import { soundEverywhere } from '../support/sound.ts';
import { expect, open, test } from '../support/test.ts';

test('Ctrl K goes to a page, a user and another account, and begins an action, by keyboard alone', async ({ page }) => {
	test.setTimeout(60_000);
	const [firm, other] = [await company(), await company()];
	const [ann] = await addUsers(firm, [{ email: address('ann'), name: 'Ann Lee' }]);
	const manager = address('manager');
	const token = await manage(firm, manager, { kind: 'company' });
	await manage(other, manager, { kind: 'company' }, token);
	await open(page, `/a/${firm.id}/users`, manager);
	const field = page.getByRole('combobox', { name: /Go to/ });
	const find = async (typed: string, option: RegExp) => {
		await page.keyboard.press('Control+k');
		await expect(field).toBeFocused();
		await page.keyboard.type(typed);
		await expect(page.getByRole('option', { name: option, selected: true })).toBeVisible();
	};
	await find('rep', /Reports Page/);
	await page.keyboard.press('Enter');
	await expect(page).toHaveURL(`/a/${firm.id}/reports`);
	await find('lee', /Ann Lee User/);
	await soundEverywhere(page, 'palette');
	await page.keyboard.press('Enter');
	await expect(page).toHaveURL(`/a/${firm.id}/users/${ann}`);
	await find('add us', /Add users Action/);
	await page.keyboard.press('Enter');
	await expect(page.getByLabel('E-mail addresses')).toBeFocused();
	await expect(page).toHaveURL(`/a/${firm.id}/users`);
	await page.keyboard.press('Escape');
	await find(other.name.toLowerCase(), new RegExp(`${other.name} Account`));
	await page.keyboard.press('ArrowDown');
	await page.keyboard.press('Enter');
	await expect(page).toHaveURL(`/a/${other.id}/users`);
});
