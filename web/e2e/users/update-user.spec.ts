import { address, addUsers, api, assign, company, course, driver, licences, linkFor, mailTo, take } from '../support/service.ts';
import { expect, open, test } from '../support/test.ts';

test('from the list to a driver’s courses, modules, record and certificate, and what they did', async ({ page }) => {
	const firm = await company();
	const winter = await course(['Grip', 'Braking on ice'], { valid_months: 24 });
	const city = await course(['Crossings', 'Cyclists']);
	for (const { id } of [winter, city]) await licences(firm, id, 2);
	const ann = await driver(firm, 'Ann Lee', ['North']);
	for (const { id } of [winter, city]) await assign(firm, id, [ann.id]);
	await take(ann.token, winter.id, 2, 90);
	await take(ann.token, city.id, 1, 70);
	await open(page, `/a/${firm.id}/users`, firm.holder);
	await page.getByRole('link', { name: 'Ann Lee' }).click();
	await expect(page.getByRole('heading', { name: 'Ann Lee', level: 1 })).toBeFocused();
	const modules = page.getByRole('table', { name: `Modules of ${city.title}` });
	await expect(modules.getByRole('row', { name: /Crossings/ })).toContainText('70 %');
	await expect(modules.getByRole('row', { name: /Cyclists/ })).toContainText('not yet');
	await expect(page.getByRole('progressbar', { name: `Progress in ${city.title}` })).toHaveAttribute('value', '50');
	await expect(page.getByText(`You assigned ${city.title} to Ann Lee`)).toBeVisible();
	await expect(async () => {
		await page.reload();
		await expect(page.getByText(`Ann Lee completed ${winter.title}, score 90 %`)).toBeVisible({ timeout: 500 });
	}).toPass();
	const [certificate] = await Promise.all([
		page.waitForEvent('download'),
		page.getByRole('button', { name: `Certificate of ${winter.title}` }).click()
	]);
	expect(certificate.suggestedFilename()).toMatch(/\.pdf$/);

	// Removed, and undone it is not; what was completed still opens.
	await page.getByRole('button', { name: 'More for Ann Lee' }).click();
	await page.getByRole('menuitem', { name: 'Remove' }).click();
	await page.getByRole('dialog').getByRole('button', { name: 'Remove user' }).click();
	await expect(page.getByText('1 user.')).toBeVisible();
	await open(page, `/a/${firm.id}/users/${ann.id}`);
	await expect(page.getByText('Former user')).toBeVisible();
	await expect(page.getByRole('button', { name: `Certificate of ${winter.title}` })).toBeVisible();
	await expect(page.getByRole('button', { name: 'Edit' })).toHaveCount(0);
});

test('a mistyped address is corrected: the new link works, the old one is dead', async ({ page }) => {
	const firm = await company();
	const [wrong, right] = [address('ann-wrong'), address('ann-right')];
	const [id] = await addUsers(firm, [{ email: wrong, groups: ['North'] }], true);
	await addUsers(firm, [{ email: address('other'), groups: ['Night shift'] }]);
	const old = (await linkFor(wrong, 'activate')).split('#')[1];
	await open(page, `/a/${firm.id}/users/${id}`, firm.holder);
	await page.getByRole('button', { name: 'Edit' }).click();
	const dialog = page.getByRole('dialog');
	await dialog.getByLabel('Phone').fill('no number');
	await dialog.getByLabel('E-mail').fill(right);
	await dialog.getByRole('button', { name: 'Save' }).click();
	await expect(dialog.getByLabel('Phone')).toHaveAccessibleDescription(/phone/i);
	await expect(dialog.getByLabel('E-mail')).toHaveValue(right);
	await dialog.getByLabel('Phone').fill('+49 171 1234567');
	await dialog.getByLabel('Night shift').check();
	await dialog.getByRole('button', { name: 'Save' }).click();
	await expect(dialog).toHaveCount(0);
	await expect(page.getByRole('link', { name: right })).toBeVisible();
	await expect(page.getByRole('link', { name: 'Night shift' })).toBeVisible();
	await mailTo(right, /activate#/);
	await expect(api(null, 'POST', '/v1/invitations/preview', { token: old })).rejects.toThrow('404');
});

test('who edits what somebody else changed meanwhile sees both, and chooses', async ({ page }) => {
	const firm = await company();
	const [id] = await addUsers(firm, [{ email: address('both'), name: 'Ann' }]);
	await open(page, `/a/${firm.id}/users/${id}`, firm.holder);
	await page.getByRole('button', { name: 'Edit' }).click();
	const dialog = page.getByRole('dialog');
	await dialog.getByLabel('Name').fill('Ann Lee');
	await dialog.getByLabel('Role').selectOption('Admin');
	await api(firm.token, 'PATCH', `/v1/accounts/${firm.id}/users/${id}`, { name: 'Anna', phone: '+49 30 1' });
	await dialog.getByRole('button', { name: 'Save' }).click();
	await expect(dialog.getByRole('alert')).toContainText('Somebody changed this user while you edited');
	await expect(dialog.getByLabel('Name')).toHaveValue('Ann Lee');
	// What was touched on both sides stays as it was typed; what was not is as the other made it.
	await expect(dialog.getByRole('radio', { name: 'Yours Ann Lee' })).toBeChecked();
	await expect(dialog.getByRole('radio', { name: 'Theirs +49 30 1' })).toBeChecked();
	await expect(dialog.getByRole('radio', { name: 'As it was nothing' })).toBeVisible();
	await expect(dialog.getByLabel('Phone')).toHaveValue('+49 30 1');
	await dialog.getByRole('button', { name: 'Save' }).click();
	await expect(page.getByRole('heading', { name: 'Ann Lee', level: 1 })).toBeVisible();
	await expect(page.getByRole('link', { name: '+49 30 1' })).toBeVisible();
	await expect(page.getByText('Admin', { exact: true })).toBeVisible();
});
