import { address, addUsers, company, mailTo } from '../support/service.ts';
import { expect, open, test } from '../support/test.ts';

test('who was only added is invited; who was invited is invited again', async ({ page }) => {
	const firm = await company();
	const email = address('later');
	await addUsers(firm, [{ email }]);
	await open(page, `/a/${firm.id}/users`, firm.holder);
	const row = page.getByRole('row', { name: email });
	await expect(row).toContainText('Not invited yet');
	await row.getByRole('button').click();
	await page.getByRole('menuitem', { name: 'Send the invitation' }).click();
	await expect(row).toContainText('Invited');
	await mailTo(email, /activate#/);
	await row.getByRole('button').click();
	await page.getByRole('menuitem', { name: 'Send the invitation again' }).click();
	await expect(page.getByText(`Invitation sent to ${email}.`).first()).toBeVisible();
});

test('a removal says what it does, and frees the seat', async ({ page }) => {
	const firm = await company(5);
	const email = address('leaves');
	await addUsers(firm, [{ email }], true);
	await open(page, `/a/${firm.id}/users`, firm.holder);
	const row = page.getByRole('row', { name: email });
	await row.getByRole('button').focus();
	await page.keyboard.press('Enter');
	await expect(page.getByRole('menuitem').first()).toBeFocused();
	await page.keyboard.press('ArrowUp');
	await page.keyboard.press('Enter');
	const dialog = page.getByRole('dialog');
	await expect(dialog).toContainText('stops working at once');
	await expect(dialog.getByRole('button', { name: 'Keep' })).toBeFocused();
	await page.keyboard.press('Escape');
	await expect(row.getByRole('button')).toBeFocused();

	await row.getByRole('button').click();
	await page.getByRole('menuitem', { name: 'Remove' }).click();
	await dialog.getByRole('button', { name: 'Remove user' }).click();
	await expect(row).toHaveCount(0);
	await expect(page.getByText('1 of 5 seats taken')).toBeVisible();
});

test('what cannot be done says why', async ({ page }) => {
	const firm = await company();
	await addUsers(firm, [{ email: address('other') }]);
	await open(page, `/a/${firm.id}/users`, firm.holder);
	await page.getByRole('row', { name: firm.holder }).getByRole('button').click();
	const remove = page.getByRole('menuitem', { name: /Remove/ });
	await expect(remove).toHaveAttribute('aria-disabled', 'true');
	await expect(remove).toContainText('The holder can’t be removed');
});
