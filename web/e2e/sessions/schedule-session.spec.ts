import { api, company, driver, mailTo } from '../support/service.ts';
import { expect, open, test } from '../support/test.ts';

test('a session is scheduled for users and a group, changed while somebody else does, and cancelled', async ({ page }) => {
	const firm = await company();
	const ann = await driver(firm, 'Ann Lee');
	const bert = await driver(firm, 'Bert Moss', ['North']);
	await open(page, `/a/${firm.id}/sessions`, firm.holder);
	await expect(page.getByRole('heading', { name: 'No sessions are coming' })).toBeVisible();
	await page.keyboard.press('n');
	const dialog = page.getByRole('dialog', { name: 'Schedule a session' });
	await expect(dialog.getByLabel('Title')).toBeFocused();
	await page.keyboard.type('Skid pan');
	await page.keyboard.press('Enter');
	await expect(dialog.getByRole('alert')).toHaveText('Enter where it is held.');
	await dialog.getByLabel('Place').fill('Hall 3');
	await dialog.getByLabel('Starts on').fill('2031-03-10');
	await dialog.getByLabel('Starts on').blur();
	await expect(dialog.getByLabel('Ends on')).toHaveValue('2031-03-10');
	await dialog.getByRole('checkbox', { name: /Ann Lee/ }).check();
	await dialog.getByRole('checkbox', { name: 'North' }).check();
	await dialog.getByRole('button', { name: 'Schedule' }).click();
	await expect(page.getByText('Skid pan is scheduled.')).toBeVisible();
	const item = page.getByRole('listitem').filter({ hasText: 'Skid pan' });
	await expect(item).toContainText('Mon 10 Mar 2031');
	await expect(item).toContainText('09:00 – 11:00');
	await expect(item).toContainText('Ann Lee');
	await expect(item).toContainText('Bert Moss');
	await mailTo(ann.email, /Skid pan/);
	await mailTo(bert.email, /Skid pan/);

	await page.getByRole('link', { name: 'Skid pan' }).click();
	await page.getByRole('dialog', { name: 'Skid pan' }).getByRole('button', { name: 'Edit' }).click();
	const change = page.getByRole('dialog', { name: 'Edit the session' });
	await expect(change.getByRole('checkbox', { name: /Bert Moss/ })).toBeChecked();
	await change.getByRole('checkbox', { name: /Bert Moss/ }).uncheck();
	const { items } = await api(firm.token, 'GET', `/v1/accounts/${firm.id}/sessions`);
	await api(firm.token, 'PATCH', `/v1/accounts/${firm.id}/sessions/${items[0].id}`, { place: 'Hall 4' });
	await change.getByRole('button', { name: 'Save' }).click();
	await expect(change.getByText('Somebody changed this session while you did.')).toBeVisible();
	await expect(change.getByRole('radio', { name: 'Theirs Hall 4' })).toBeChecked();
	// Who attends was changed here only: it stays so, and is not asked.
	await expect(change.getByRole('radio', { name: /^Yours/ })).toHaveCount(0);
	await expect(change.getByRole('checkbox', { name: /Bert Moss/ })).not.toBeChecked();
	await change.getByRole('button', { name: 'Save' }).click();
	await expect(item).toContainText('Hall 4');
	await expect(item).not.toContainText('Bert Moss');

	await page.getByRole('link', { name: 'Skid pan' }).click();
	await page.getByRole('button', { name: 'Cancel session …' }).click();
	const sure = page.getByRole('dialog', { name: 'Cancel this session?' });
	await expect(sure).toContainText('The 1 attendee is told by mail');
	await sure.getByRole('button', { name: 'Cancel session' }).click();
	await expect(page.getByRole('heading', { name: 'No sessions are coming' })).toBeVisible();
});

test('what is over stands under past, by year', async ({ page }) => {
	const firm = await company();
	const year = new Date().getUTCFullYear() - 1;
	const body = { title: 'Last year', place: 'Hall 3', starts_at: `${year}-05-02T08:00:00Z`, ends_at: `${year}-05-02T09:00:00Z` };
	await api(firm.token, 'POST', `/v1/accounts/${firm.id}/sessions`, body);
	await open(page, `/a/${firm.id}/sessions`, firm.holder);
	await page.getByRole('link', { name: 'Past' }).click();
	await expect(page.getByRole('heading', { name: `No past sessions in ${year + 1}` })).toBeVisible();
	await page.getByRole('link', { name: 'The year before' }).click();
	await page.getByRole('link', { name: 'Last year' }).click();
	await expect(page.getByRole('dialog', { name: 'Last year' })).toContainText('Nobody yet.');
});
