import { api, assign, company, course, driver, licences, take } from '../support/service.ts';
import { isSmall } from '../support/loads.ts';
import { soundEverywhere } from '../support/sound.ts';
import { expect, open, test } from '../support/test.ts';

test.describe.configure({ timeout: 120_000 });

test('reports and report links are sound in every width and colour', async ({ page }) => {
	const firm = await company();
	await open(page, `/a/${firm.id}/reports`, firm.holder);
	await soundEverywhere(page, 'nothing to report');
	const winter = await course();
	await licences(firm, winter.id, 3);
	const ann = await driver(firm, 'Hubert Wolfeschlegelsteinhausenbergerdorff Senior of that Company', ['A group with a name that is rather long']);
	const bert = await driver(firm, 'Bert');
	await assign(firm, winter.id, [ann.id, bert.id], { due_on: '2031-01-31' });
	await take(ann.token, winter.id, 2);
	await page.reload();
	await page.getByText('Due and overdue by week').click();
	await expect(page.getByRole('table', { name: 'How much is due in each week' })).toBeVisible();
	await soundEverywhere(page, 'report');
	await page.goto(`/a/${firm.id}/reports?status=overdue`);
	await soundEverywhere(page, 'nothing fits');
	await api(firm.token, 'POST', `/v1/accounts/${firm.id}/report-links`, { name: 'An insurer whose name is rather long', user_id: ann.id });
	await page.goto(`/a/${firm.id}/reports/links`);
	await soundEverywhere(page, 'report links');
	await page.getByRole('button', { name: 'Make a report link' }).click();
	await page.getByLabel('It shows').selectOption('One driver');
	await expect(page.getByRole('radio')).toHaveCount(3);
	await soundEverywhere(page, 'make a report link');
	await page.keyboard.press('Escape');
	await page.getByRole('button', { name: /End/ }).click();
	await soundEverywhere(page, 'end a report link');
});

test('the pages of reports are small', async ({ browser }) => {
	const firm = await company();
	const winter = await course();
	await licences(firm, winter.id, 3);
	const ann = await driver(firm, 'Ann Lee');
	await assign(firm, winter.id, [ann.id]);
	const own = '/v1/accounts/{account}';
	await isSmall(browser, `/a/${firm.id}/reports`, firm.holder, [own, `${own}/groups`, `${own}/reports`, `${own}/reports/summary`, '/v1/me']);
	await isSmall(browser, `/a/${firm.id}/reports/links`, firm.holder, [own, `${own}/report-links`, '/v1/me']);
});
