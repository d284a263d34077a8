import { readFile } from 'node:fs/promises';
import { api, assign, company, course, driver, licences, take } from '../support/service.ts';
import { expect, open, test } from '../support/test.ts';

/** A company where one driver, who is there, and one who has left have completed a course. */
async function completed() {
	const firm = await company();
	const winter = await course(['Grip'], { valid_months: 1 });
	await licences(firm, winter.id, 2);
	const name = 'Hubert Wolfeschlegelsteinhausenbergerdorff Senior of that Company';
	const [ann, gone] = [await driver(firm, 'Ann Lee'), await driver(firm, name)];
	await assign(firm, winter.id, [ann.id, gone.id]);
	for (const { token } of [ann, gone]) await take(token, winter.id, 1, 90);
	await api(firm.token, 'DELETE', `/v1/accounts/${firm.id}/users/${gone.id}`);
	return { firm, winter, ann };
}

test('records of who is there and who has left, by filters, with certificates and as CSV', async ({ page }) => {
	const { firm, winter, ann } = await completed();
	await open(page, `/a/${firm.id}/records`, firm.holder);
	await expect(page.getByText('2 records.')).toBeVisible();
	await expect(page.getByRole('row', { name: /Hubert/ })).toContainText('has left');
	await expect(page.getByRole('row', { name: /Ann Lee/ })).toContainText('Expiring');
	await expect(page.getByRole('link', { name: 'Ann Lee' })).toHaveAttribute('href', `/a/${firm.id}/users/${ann.id}`);
	const pressed = async (name: string | RegExp) => {
		const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name }).click()]);
		return readFile((await download.path())!);
	};
	expect((await pressed(/Certificate of Ann Lee/)).subarray(0, 5).toString()).toBe('%PDF-');
	await page.keyboard.press('/');
	await page.keyboard.type('ann');
	await expect(page).toHaveURL(/q=ann/);
	await expect(page.getByText('1 record found.')).toBeVisible();
	expect((await pressed('Download CSV')).toString().trim().split(/\r?\n/)).toHaveLength(2);
	await page.getByLabel('Validity').selectOption('Valid');
	await expect(page.getByRole('heading', { name: 'Nothing fits these filters' })).toBeVisible();
	await page.getByRole('button', { name: 'Clear the filters' }).click();
	await expect(page.getByText('2 records.')).toBeVisible();
	await page.getByLabel('Course').selectOption({ label: winter.title });
	await expect(page.getByText('2 records found.')).toBeVisible();
});
