import { company, driver } from '../support/service.ts';
import { soundEverywhere } from '../support/sound.ts';
import { expect, open, test } from '../support/test.ts';

test('a report that nothing fits, and a link to that of one driver, are sound in every width and colour', async ({ page }) => {
	const firm = await company();
	await driver(firm, 'Hubert Wolfeschlegelsteinhausenbergerdorff Senior of that Company');
	await open(page, `/a/${firm.id}/reports?status=overdue`, firm.holder);
	await soundEverywhere(page, 'nothing fits');
	await page.goto(`/a/${firm.id}/reports/links`);
	await page.getByRole('button', { name: 'Make a report link' }).first().click();
	await page.getByLabel('It shows').selectOption('One driver');
	await expect(page.getByRole('radio')).toHaveCount(2);
	await soundEverywhere(page, 'make a report link');
});
