import { address, addUsers, api, company, mailTo } from '../support/service.ts';
import { expect, open, pressN, test } from '../support/test.ts';

test('“Adding users”, steps 1 to 4, by keyboard alone: n, address, name, groups, and Enter sends the invitation; focus comes back', async ({ page }) => {
	const firm = await company();
	await addUsers(firm, [{ email: address('first'), groups: ['North'] }]);
	await open(page, `/a/${firm.id}/users`, firm.holder);
	await pressN(page);
	const email = address('ann');
	await page.keyboard.type(email);
	await page.keyboard.press('Tab');
	await page.keyboard.type('Ann Lee');
	await page.keyboard.press('Tab');
	await expect(page.getByLabel('North')).toBeFocused();
	await page.keyboard.press('Space');
	await page.keyboard.press('Tab');
	await page.keyboard.type('Night shift');
	await page.keyboard.press('Enter');
	const row = page.getByRole('row', { name: /Ann Lee/ });
	await expect(row).toContainText('Invited');
	await expect(row.getByTitle('Night shift, North').or(row.getByTitle('North, Night shift'))).toBeVisible();
	await expect(page.getByRole('dialog')).toHaveCount(0);
	await expect(page.getByRole('button', { name: /Add users/ })).toBeFocused();
	await expect(page.getByText('3 of 50 seats taken')).toBeVisible();
	expect((await mailTo(email, /activate#/)).subject).toContain(firm.name);
});

test('many at once: each row is answered, and what failed stays in the box', async ({ page }) => {
	const firm = await company(5);
	const [known, ann, bert, cara, dora] = ['known', 'ann', 'bert', 'cara', 'dora'].map(address) as [string, string, string, string, string];
	await addUsers(firm, [{ email: known }]);
	await open(page, `/a/${firm.id}/users`, firm.holder);
	// Where the dialog is higher than the window, what was not done comes into view.
	await page.setViewportSize({ width: 1280, height: 360 });
	await pressN(page);
	const box = page.getByLabel('E-mail addresses');
	await box.fill(`${known}\nnot-an-address\nAnn Lee <${ann}>\n${bert}, ${cara}; ${dora}`);
	await expect(page.getByText('Only 3 seats are free for 6 users')).toBeVisible();
	await page.getByLabel('Later').check();
	await page.getByRole('button', { name: 'Add 6 users' }).click();

	const results = page.getByRole('dialog').getByRole('alert');
	await expect(results).toContainText('3 users added. 3 addresses not done');
	await expect(results.getByText('3 addresses not done')).toBeInViewport({ ratio: 1 });
	await expect(results).toContainText(`${known} Is a user of this account already.`);
	await expect(results).toContainText('not-an-address Must be an e-mail address');
	await expect(results).toContainText(`${dora} The account's plan has no seat left.`);
	await expect(box).toHaveValue(`not-an-address\n${dora}`);
	await expect(box).toBeFocused();
	await page.setViewportSize({ width: 1280, height: 800 });

	// Turned away, it is still there when the dialog opens again.
	await page.keyboard.press('Escape');
	await expect(page.getByText('5 of 5 seats taken')).toBeVisible();
	await expect(page.getByRole('row', { name: /Ann Lee/ })).toContainText('Not invited yet');
	await pressN(page);
	await expect(box).toHaveValue(`not-an-address\n${dora}`);

	// More than go at once are read by the page for lists, which gets what is in the box.
	await box.fill(Array.from({ length: 1_001 }, (_, n) => `${n}-${cara}`).join('\n'));
	await page.keyboard.press('Control+Enter');
	await expect(box).toHaveAccessibleDescription(/Add at most 1,000 users at once; these are 1,001\. Import a list or a file, below, takes them all/);
	await page.getByRole('dialog').getByRole('link', { name: 'Import a list or a file' }).click();
	await expect(page.getByText('1,001 rows without a seat.')).toBeVisible();
});

test('the holder adds an admin', async ({ page }) => {
	const firm = await company();
	const email = address('admin');
	await open(page, `/a/${firm.id}/users`, firm.holder);
	await page.getByRole('button', { name: 'Add your first users' }).click();
	await page.getByLabel('E-mail addresses').fill(email);
	await page.getByLabel('Admin').check();
	await page.getByRole('button', { name: 'Invite' }).click();
	await expect(page.getByRole('row', { name: email })).toContainText('Admin');
});

test('a manager of groups names one of them, makes none and appoints nobody', async ({ page }) => {
	const firm = await company();
	await addUsers(firm, [{ email: address('north'), groups: ['North'] }, { email: address('south'), groups: ['South'] }]);
	const { items } = await api(firm.token, 'GET', `/v1/accounts/${firm.id}/groups`);
	const north = items.find(({ name }: { name: string }) => name === 'North').id;
	const email = address('manager');
	await api(firm.token, 'POST', `/v1/accounts/${firm.id}/managers`, { email, scope: { kind: 'groups', group_ids: [north] } });
	await open(page, '/', email);
	await page.getByRole('button', { name: /Accept/ }).click();
	await page.getByRole('region', { name: 'Accounts' }).getByRole('button').click();
	await expect(page.getByText('1 user.', { exact: true })).toBeVisible();
	await pressN(page);
	await expect(page.getByLabel('South', { exact: true })).toHaveCount(0);
	await expect(page.getByLabel('New group')).toHaveCount(0);
	await expect(page.getByLabel('Admin')).toHaveCount(0);
	await page.getByLabel('E-mail addresses').fill(address('theirs'));
	await page.getByRole('button', { name: 'Invite' }).click();
	await expect(page.getByRole('alert')).toHaveText('Choose at least one of your groups.');
	await page.getByLabel('North', { exact: true }).check();
	await page.getByRole('button', { name: 'Invite' }).click();
	await expect(page.getByText('2 users.', { exact: true })).toBeVisible();
});
