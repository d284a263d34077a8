import { readFile } from 'node:fs/promises';
import { api, assign, company, course, driver, licences, take } from '../support/service.ts';
import { expect, open, test } from '../support/test.ts';

const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
/** So many days after today, as it is where the browser is. */
const dateIn = (days: number) => new Date(day(days)).toLocaleDateString('sv-SE', { timeZone: 'Europe/Berlin' });

test('a driver sees what is due first, what comes up by day, and gets the certificate of what is completed', async ({ page }) => {
	const firm = await company();
	const mia = await driver(firm, 'Mia');
	const courses = [await course(), await course(), await course(['Grip'], { valid_months: 12 })];
	const [later, sooner, done] = courses as [typeof courses[0], typeof courses[0], typeof courses[0]];
	for (const { id } of courses) await licences(firm, id!, 1);
	await assign(firm, later!.id, [mia.id], { due_on: dateIn(60) });
	await assign(firm, sooner!.id, [mia.id], { due_on: dateIn(5) });
	await assign(firm, done!.id, [mia.id]);
	await take(mia.token, sooner!.id, 1);
	await take(mia.token, done!.id, 1, 90);
	const path = `/v1/accounts/${firm.id}`;
	await api(firm.token, 'POST', `${path}/sessions`, {
		title: 'Skid pan',
		place: 'Hall 4',
		starts_at: day(2),
		ends_at: day(2.1),
		user_ids: [mia.id]
	});
	const route = await api(firm.token, 'POST', `${path}/routes`, { name: 'Round north', note: 'Gate code with the porter', starts_at: day(1), ends_at: day(1.1) });
	await api(firm.token, 'PUT', `${path}/routes/${route.id}/drivers/${mia.id}`);

	await open(page, '/', mia.email);
	await expect(page).toHaveURL('/me');
	await expect(page.locator('h1')).toBeFocused();
	const toDo = page.getByRole('region', { name: 'To do' }).getByRole('article');
	await expect(toDo).toHaveCount(2);
	await expect(toDo.nth(0)).toContainText(sooner!.title);
	await expect(toDo.nth(0)).toContainText(/Due .* in 5 days/);
	await expect(toDo.nth(0)).toContainText('1 of 2 modules, next: Braking on ice');
	await expect(toDo.nth(0).getByRole('link', { name: `Go on with ${sooner!.title}` })).toBeVisible();
	await expect(toDo.nth(1).getByRole('link', { name: `Begin ${later!.title}` })).toBeVisible();

	const coming = page.getByRole('region', { name: 'Sessions and routes' });
	await expect(coming.getByRole('listitem')).toContainText([/Round north[^]*Gate code with the porter/, /Skid pan[^]*Hall 4/]);

	const records = page.getByRole('region', { name: 'Records' });
	await expect(records).toContainText(/score 90 %[^]*Valid[^]*counts until/);
	const saved = page.waitForEvent('download');
	await records.getByRole('button', { name: `Certificate of ${done!.title}` }).click();
	const file = await saved;
	expect(file.suggestedFilename()).toMatch(/\.pdf$/);
	expect((await readFile(await file.path())).subarray(0, 5).toString()).toBe('%PDF-');
});
