import { readFile } from 'node:fs/promises';
import { addUsers, address, assign, company, course, driver, licences, manage, take } from '../support/service.ts';
import { expect, open, test } from '../support/test.ts';

/** A company where one has completed a course, one has begun, one is late and one has not begun another. */
async function fleet() {
	const firm = await company();
	const [winter, eco] = [await course(), await course(['Fuel'])];
	for (const { id } of [winter, eco]) await licences(firm, id, 10);
	const [ann, bert] = [await driver(firm, 'Ann Lee', ['North']), await driver(firm, 'Bert Ott', ['South'])];
	await assign(firm, winter.id, [ann.id, bert.id], { due_on: '2031-01-31' });
	await assign(firm, eco.id, [bert.id]);
	await take(ann.token, winter.id, 2, 90);
	await take(bert.token, winter.id, 1, 60);
	return { firm, winter, eco, ann, bert };
}

test('“See all students’ results from your reports page” and “click through to view each user profile”: tiles, courses, filters and search stand in the address', async ({ page }) => {
	const { firm, winter, ann } = await fleet();
	await open(page, `/a/${firm.id}/reports`, firm.holder);
	await expect(page.getByText('3 rows.')).toBeVisible();
	const tiles = page.getByRole('list', { name: 'By status' });
	await expect(tiles.getByRole('link', { name: '1 Completed' })).toBeVisible();
	await tiles.getByRole('link', { name: 'In progress' }).click();
	await expect(page).toHaveURL(/status=in_progress/);
	await expect(page.getByText('1 row found.')).toBeVisible();
	await expect(page.getByRole('combobox', { name: 'Status' })).toHaveValue('in_progress');
	await page.reload();
	await expect(tiles.getByRole('link', { name: 'In progress' })).toHaveAttribute('aria-current', 'true');
	await tiles.getByRole('link', { name: 'In progress' }).click();
	await expect(page.getByText('3 rows.')).toBeVisible();

	// What is drawn is a table, too.
	const bars = page.getByRole('table', { name: 'How far drivers have come in each course' });
	await expect(bars.getByRole('row', { name: winter.title })).toContainText('1 completed, 1 in progress');
	await expect(page.getByRole('table', { name: 'For how many drivers each course counts' })).toContainText('1 valid');
	await bars.getByRole('link', { name: winter.title }).click();
	await expect(page.getByText('2 rows found.')).toBeVisible();
	await expect(tiles.getByRole('link', { name: '0 Not started' })).toBeVisible();
	await page.getByText('Due and overdue by week').click();
	await expect(page.getByRole('table', { name: 'How much is due in each week' })).toContainText('1 completed, 1 to do');
	await page.getByLabel('Group').selectOption({ label: 'North' });
	await expect(page.getByText('1 row found.')).toBeVisible();
	await page.getByRole('button', { name: 'Clear' }).click();
	await expect(page.getByText('3 rows.')).toBeVisible();
	await page.keyboard.press('/');
	await page.keyboard.type('lee');
	await expect(page).toHaveURL(`/a/${firm.id}/reports?q=lee`);
	await expect(page.getByText('1 row found.')).toBeVisible();
	await expect(page.getByRole('row', { name: /Ann Lee/ })).toContainText('100 %');
	await page.getByRole('link', { name: 'Ann Lee' }).click();
	await expect(page).toHaveURL(`/a/${firm.id}/users/${ann.id}`);
});

test('the report is downloaded as it is filtered, and printed with all its rows', async ({ page }) => {
	const { firm, winter } = await fleet();
	const many = await addUsers(firm, Array.from({ length: 40 }, (_, n) => ({ email: address(`d${n}`), name: `Driver ${n}` })));
	await licences(firm, winter.id, 100);
	await assign(firm, winter.id, many);
	// Pages of a few rows: what is long in a company is so here.
	await page.route('**/reports?*limit=100*', (route) => route.continue({ url: route.request().url().replace('limit=100', 'limit=30') }));
	await page.addInitScript(() => (window.print = () => void dispatchEvent(new Event('beforeprint'))));
	await open(page, `/a/${firm.id}/reports?course=${winter.id}`, firm.holder);
	const csv = async () => {
		const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Download CSV' }).click()]);
		return (await readFile((await download.path())!, 'utf8')).trim().split(/\r?\n/);
	};
	const lines = await csv();
	expect(lines[0]).toContain('"email"');
	expect(lines).toHaveLength(43);
	const [pdf] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Download PDF' }).click()]);
	expect((await readFile((await pdf.path())!)).subarray(0, 5).toString()).toBe('%PDF-');
	expect(pdf.suggestedFilename()).toMatch(/\.pdf$/);
	await page.getByRole('button', { name: 'Print' }).click();
	await page.emulateMedia({ media: 'print' });
	await expect(page.getByRole('row', { name: /Driver \d/ })).toHaveCount(40);
	await expect(page.getByRole('button', { name: 'Print' })).toBeHidden();
});

test('“Manage another company” on the Reports page leads from the report of one company to that of another', async ({ page }) => {
	const { firm } = await fleet();
	const other = await company();
	const manager = address('manager');
	const token = await manage(firm, manager, { kind: 'company' });
	await manage(other, manager, { kind: 'company' }, token);
	await open(page, `/a/${firm.id}/reports`, manager);
	await expect(page.getByRole('link', { name: 'Report links' })).toHaveCount(0);
	await page.getByRole('main').getByRole('link', { name: 'Manage another company' }).click();
	await page.getByRole('button', { name: new RegExp(other.name) }).click();
	await expect(page).toHaveURL(`/a/${other.id}/reports`);
	await expect(page.getByRole('heading', { name: 'Nothing to report yet' })).toBeVisible();
});
