import { startServer } from '../support/server.ts';
import { api, company, course, mailTo } from '../support/service.ts';
import { soundEverywhere } from '../support/sound.ts';
import { comeAs, expect, open, test as base } from '../support/test.ts';

/** A server of its own, where orders wait for the operator. */
const test = base.extend<object, { ordersWait: void }>({
	ordersWait: [
		async ({}, use) => {
			const { CODRIVER_ORIGIN: origin, CODRIVER_OPERATOR_TOKEN: token } = process.env;
			const server = await startServer({ CODRIVER_ORDERS: 'operator' });
			await use();
			server.stop();
			Object.assign(process.env, { CODRIVER_ORIGIN: origin, CODRIVER_OPERATOR_TOKEN: token });
		},
		{ scope: 'worker', auto: true }
	]
});

test('the operator fulfils what a company has ordered, and sees whether mails get out', async ({ page, context }) => {
	const operator = process.env.CODRIVER_OPERATOR_TOKEN ?? '';
	const firm = await company(5);
	const winter = await course(['Grip']);
	await open(page, `/a/${firm.id}/courses`, firm.holder);
	await page.getByRole('button', { name: `Buy licences of ${winter.title}` }).click();
	await page.getByLabel('Licences', { exact: true }).fill('5');
	await page.keyboard.press('Enter');
	await expect(page.getByRole('dialog')).toHaveCount(0);
	const licences = () => api(firm.token, 'GET', `/v1/accounts/${firm.id}/licences`).then(({ items }) => items);
	expect(await licences()).toEqual([]);

	await comeAs(context, operator);
	await open(page, '/operator');
	await expect(page.getByText(`${firm.name}: 5 licences`)).toBeVisible();
	const health = page.getByRole('region', { name: 'Mails and counts' });
	await expect(health.getByText(/^Newest sent: .*, at once/)).toHaveCount(2);
	await expect(health).toContainText('the first night is to come');
	await soundEverywhere(page, 'what waits');
	// What is rare is put before the real answer once.
	await page.route(
		'**/v1/operator/health',
		async (route) => {
			const response = await route.fetch();
			const { mails } = await response.json();
			Object.assign(mails, { new_accounts_left: 0, others: { ...mails.others, held_at: new Date(Date.now() + 60_000), held_because: 'quota_used_up' } });
			await route.fulfill({ response, json: { mails, counts: { counted_at: new Date(), accounts: 100, mended: 2, failed: 1 } } });
		},
		{ times: 1 }
	);
	await page.reload();
	for (const said of ['since as many were sent as SES takes in a day', 'What is more waits for the next hour.', '2 numbers not as counted, and mended', '1 account could not be counted.'])
		await expect(health).toContainText(said);
	await soundEverywhere(page, 'mails that are held up and counts that were wrong');
	await page.getByRole('button', { name: `Fulfil 5 licences of ${winter.title} for ${firm.name}` }).click();
	await expect(page.getByText(`${firm.name} has 5 licences of ${winter.title}.`)).toBeVisible();
	await expect(page.getByText('No order waits')).toBeVisible();
	expect(await licences()).toMatchObject([{ purchased: 5 }]);
	await page.getByLabel('Orders of status').selectOption('Fulfilled');
	await expect(page.getByText(`${firm.name}: 5 licences`)).toBeVisible();
});
