import { readFile } from 'node:fs/promises';
import { api, assign, company, course, driver, licences, take } from '../support/service.ts';
import { expect, test } from '../support/test.ts';

/** A company with two drivers in a course, and a link to its report. */
async function linked() {
	const firm = await company();
	const winter = await course();
	await licences(firm, winter.id, 2);
	const [ann, bert] = [await driver(firm, 'Ann Lee'), await driver(firm, 'Bert Ott')];
	await assign(firm, winter.id, [ann.id, bert.id], { due_on: '2031-01-31' });
	await take(ann.token, winter.id, 2, 90);
	const { id, url } = await api(firm.token, 'POST', `/v1/accounts/${firm.id}/report-links`, { name: 'Insurer' });
	return { firm, ann, id, path: url.slice(url.indexOf('/report#')) };
}

test('who has the link sees the report, by names alone, and takes it along', async ({ page }) => {
	const { firm, ann, id, path } = await linked();
	await page.goto(path);
	await expect(page.locator('h1')).toContainText(firm.name);
	await expect(page.getByText('2 rows.')).toBeVisible();
	await expect(page.getByRole('row', { name: /Ann Lee/ })).toContainText('100 %');
	await expect(page.getByText(ann.email)).toHaveCount(0);
	await expect(page.getByRole('table', { name: 'How far drivers have come in each course' })).toContainText('1 completed, 1 not started');
	const [csv] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Download CSV' }).click()]);
	expect((await readFile((await csv.path())!, 'utf8')).trim().split(/\r?\n/)).toHaveLength(3);
	const [pdf] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Download PDF' }).click()]);
	expect((await readFile((await pdf.path())!)).subarray(0, 5).toString()).toBe('%PDF-');

	await page.reload();
	await expect(page.locator('h1')).toHaveText('Open the link that you were given');
	await api(firm.token, 'DELETE', `/v1/accounts/${firm.id}/report-links/${id}`);
	await page.goto(path);
	await expect(page.locator('h1')).toHaveText('This link does not work any more');
});
