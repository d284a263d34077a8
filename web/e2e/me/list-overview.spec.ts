import { address, api, assign, company, course, driver, fresh, licences, manage } from '../support/service.ts';
import { expect, open, test } from '../support/test.ts';

test('a manager sees all accounts, the worst first, labels them in place, filters, and goes on to a report', async ({ page }) => {
	const [calm, late] = [await company(50, fresh('Calm')), await company(50, fresh('Late'))];
	const email = address('manager');
	const token = await manage(calm, email, { kind: 'company' });
	await manage(late, email, { kind: 'company' }, token);
	const { id } = await course(['Grip']);
	await licences(late, id, 1);
	const mia = await driver(late, 'Mia');
	await assign(late, id, [mia.id], { starts_at: '2026-01-01T00:00:00Z', due_at: '2026-01-02T00:00:00Z' });
	await expect.poll(async () => (await api(token, 'GET', '/v1/me/reports/overview')).items.map(({ summary }: { summary: { by_status: { overdue: number } } }) => summary.by_status.overdue).sort()).toEqual([0, 1]);

	await open(page, '/choose', email);
	await page.getByRole('button', { name: /^You:/ }).click();
	await page.getByRole('menuitem', { name: /Overview/ }).click();
	const rows = page.getByRole('main').getByRole('list').getByRole('listitem');
	await expect(rows).toContainText([late.name, calm.name]);
	await expect(rows.first()).toContainText('1 overdue');

	await page.getByRole('button', { name: `Labels of ${calm.name}` }).click();
	await page.keyboard.type('North, corporate');
	await page.keyboard.press('Enter');
	await expect(page.getByText(`The labels of ${calm.name} are saved.`)).toBeVisible();
	await expect(page.getByRole('button', { name: `Labels of ${calm.name}` })).toBeFocused();
	await page.getByLabel('Label', { exact: true }).selectOption('North');
	await expect(rows).toHaveCount(1);
	await page.reload();
	await expect(rows).toContainText([calm.name]);
	await page.getByRole('button', { name: 'Clear' }).click();
	await page.getByRole('link', { name: '1 overdue' }).click();
	await expect(page).toHaveURL(`/a/${late.id}/reports?status=overdue`);
});
