import { addUsers, address, api, assign, codes, company, course, driver, licences, take } from '../support/service.ts';
import { expect, open, test } from '../support/test.ts';

test('a course is assigned to users and a group; each who does not get it is told of', async ({ page }) => {
	const firm = await company();
	const winter = await course();
	await licences(firm, winter.id, 3);
	const [ann = ''] = await addUsers(firm, [
		{ email: address('ann'), name: 'Ann Lee' },
		{ email: address('bert'), name: 'Bert Ott', groups: ['North'] },
		{ email: address('cara'), name: 'Cara Vogt', groups: ['North'] },
		{ email: address('dora'), name: 'Dora Nowak' }
	]);
	await assign(firm, winter.id, [ann]);
	await open(page, `/a/${firm.id}/courses`, firm.holder);
	await page.keyboard.press('n');
	const dialog = page.getByRole('dialog', { name: 'Assign a course' });
	const search = dialog.getByRole('searchbox');
	await expect(search).toBeFocused();
	await expect(dialog.getByRole('checkbox', { name: /Ann Lee/ })).toHaveAccessibleName(/has it/);
	await expect(dialog.getByRole('button', { name: 'Assign' })).toHaveAttribute('aria-disabled', 'true');
	await dialog.getByRole('checkbox', { name: /Ann Lee/ }).check();
	await page.keyboard.press('/');
	await search.fill('nowak');
	await expect(dialog.getByRole('checkbox', { name: /Bert/ })).toHaveCount(0);
	await search.press('Enter');
	await expect(dialog.getByRole('checkbox', { name: /Dora/ })).toBeChecked();
	await dialog.getByRole('checkbox', { name: /North/ }).check();
	await expect(dialog).toContainText('4 users, of whom 1 has it already: 3 licences of the 2 left. 1 licence is missing.');
	await dialog.getByLabel('Due on').fill('2031-05-31');
	await dialog.getByLabel('Opens on').fill('2031-06-01');
	await dialog.getByRole('button', { name: 'Assign to 3 users' }).click();
	await expect(dialog.getByRole('alert')).toHaveText('It is due before it opens.');
	await dialog.getByLabel('Opens on').fill('');
	await page.setViewportSize({ width: 1280, height: 360 });
	await dialog.getByRole('button', { name: 'Assign to 3 users' }).click();

	await expect(dialog.getByRole('alert')).toContainText('2 users enrolled. 2 users not:');
	await expect(dialog.getByText('2 users enrolled. 2 users not:')).toBeInViewport({ ratio: 1 });
	await expect(dialog.getByRole('alert')).toContainText('Ann Lee Has the course already');
	// Who is left stays chosen, for when there are licences again.
	await expect(dialog).toContainText('1 user: 1 licence of the 0 left.');
	await page.keyboard.press('Escape');
	await expect(page.getByText('3 of 3 licences assigned')).toBeVisible();
	const { items } = await api(firm.token, 'GET', `/v1/accounts/${firm.id}/reports`);
	const due = items.filter(({ due_at }: { due_at: string | null }) => due_at).map(({ due_at }: { due_at: string }) => due_at.slice(0, 10));
	expect(due).toEqual(['2031-06-01', '2031-06-01']);
});

test('a course is taken back; what comes of its licence is said before', async ({ page }) => {
	const firm = await company();
	const winter = await course();
	await licences(firm, winter.id, 2);
	const [begun, idle] = [await driver(firm, 'Ann Lee'), await driver(firm, 'Bert Ott')];
	await assign(firm, winter.id, [begun.id, idle.id]);
	await take(begun.token, winter.id, 1);
	await open(page, `/a/${firm.id}/courses`, firm.holder);
	await page.getByRole('link', { name: winter.title }).click();
	await expect(page.locator('h1')).toHaveText(winter.title);
	await expect(page.getByText('2 of 2 licences assigned')).toBeVisible();
	const row = page.getByRole('row', { name: /Ann Lee/ });
	await expect(row).toContainText('50 %');
	await expect(page.getByRole('link', { name: 'Ann Lee' })).toHaveAttribute('href', `/a/${firm.id}/users/${begun.id}`);
	const takeBack = async (name: string) => {
		await page.getByRole('button', { name: `Take the course back from ${name}` }).click();
		return page.getByRole('dialog', { name: 'Take the course back?' });
	};
	const dialog = await takeBack('Ann Lee');
	await expect(dialog).toContainText('The licence does not return');
	await dialog.getByRole('button', { name: 'Keep' }).click();
	await expect(await takeBack('Bert Ott')).toContainText('The licence returns');
	await dialog.getByRole('button', { name: 'Take back' }).click();
	await expect(page.getByRole('row', { name: /Bert Ott/ })).toHaveCount(0);
	await expect(page.getByText('1 of 2 licences assigned')).toBeVisible();
	await page.getByLabel('Status').selectOption('overdue');
	await expect(page).toHaveURL(/status=overdue/);
	await expect(page.getByRole('heading', { name: 'Nobody fits these filters' })).toBeVisible();
});

test('what a code opened is not the company’s to take back, and the button says so', async ({ page }) => {
	const firm = await company();
	const batch = await codes(1);
	const { enrolment } = await api(firm.token, 'POST', '/v1/redemptions', { code: batch.codes[0] });
	await open(page, `/a/${firm.id}/courses/${enrolment.course.id}`, firm.holder);
	const button = page.getByRole('button', { name: /^Take the course back from/ });
	await expect(button).toHaveAttribute('aria-disabled', 'true');
	await expect(button).toHaveAccessibleDescription('A code opened it: it stays the driver’s.');
	await button.click({ force: true });
	await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('whom the report shows is assigned the course again: all who are found, on further pages too', async ({ page }) => {
	const firm = await company(120);
	const winter = await course();
	await licences(firm, winter.id, 250);
	const many = await addUsers(firm, Array.from({ length: 104 }, (_, n) => ({ email: address(`again${n}`), name: `Again ${n}` })));
	for (const from of [0, 100]) await assign(firm, winter.id, many.slice(from, from + 100), { due_on: '2031-01-31' });
	const eco = await course(['Fuel']);
	await licences(firm, eco.id, 250);
	await open(page, `/a/${firm.id}/reports?course=${winter.id}&status=not_started`, firm.holder);
	await expect(page.getByText('The first 100 rows.')).toBeVisible();
	await page.getByRole('button', { name: 'Assign a course' }).click();
	const dialog = page.getByRole('dialog', { name: 'Assign a course' });
	await expect(dialog.getByLabel('Course')).toHaveValue(winter.id);
	await expect(dialog).toContainText('104 users, of whom 104 have it already');
	await dialog.getByLabel('Course').selectOption(eco.id);
	await dialog.getByRole('button', { name: 'Assign to 104 users' }).click();
	await expect(page.getByText(`${eco.title} is assigned to 104 users.`)).toBeVisible();
	await expect(dialog).toHaveCount(0);

	await page.goto(`/a/${firm.id}/reports?status=completed`);
	const nobody = page.getByRole('button', { name: 'Assign a course' });
	await expect(nobody).toHaveAccessibleDescription('Nobody is found to assign a course to.');
});
