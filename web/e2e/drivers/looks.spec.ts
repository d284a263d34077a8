import { company, driver } from '../support/service.ts';
import { soundEverywhere } from '../support/sound.ts';
import { expect, open, test } from '../support/test.ts';

test('drivers of whom none fits, an account that is not found, and drivers to be shared are sound in every width and colour', async ({ page }) => {
	const firm = await company();
	const partner = await company(5, `The Honourable Company of ${firm.holder} and of Very Long Names in General`);
	await driver(firm, 'Ann');
	await open(page, `/a/${firm.id}/drivers?q=nobody`, firm.holder);
	await soundEverywhere(page, 'nobody');
	await page.goto(`/a/${firm.id}/drivers/share?with=nobody+of+this+name`);
	await expect(page.getByRole('alert')).toBeVisible();
	await soundEverywhere(page, 'not found');
	await page.goto(`/a/${firm.id}/drivers/share?with=${encodeURIComponent(partner.name)}`);
	await page.getByRole('checkbox', { name: 'Share Ann' }).check();
	await soundEverywhere(page, 'share drivers');
});
