import { address, api, company, fresh } from '../support/service.ts';
import { asOperator, expect, open, test } from '../support/test.ts';

test.describe.configure({ timeout: 180_000 });

test('the operator adds a course, changes it, and what somebody else changed meanwhile is shown', async ({ page, context }) => {
	await asOperator(context);
	await open(page, '/choose');
	await page.getByRole('button', { name: /^You:/ }).click();
	await page.getByRole('menuitem', { name: 'Operator', exact: true }).click();
	await page.getByRole('link', { name: 'Courses', exact: true }).click();
	await page.getByRole('button', { name: 'Add a course' }).click();
	const title = fresh('Night driving');
	await page.getByLabel('Title').fill(title);
	await page.getByRole('button', { name: 'Add the course' }).click();
	await expect(page.getByRole('alert')).toBeVisible();
	await expect(page.getByLabel('Title')).toHaveValue(title);
	await page.getByLabel('Module 1', { exact: true }).fill('Seeing');
	await page.getByRole('button', { name: 'Add a module' }).click();
	await expect(page.getByLabel('Module 2', { exact: true })).toBeFocused();
	await page.keyboard.type('Being seen');
	await page.keyboard.press('Enter');
	await expect(page.getByText(`${title} is in the catalogue.`)).toBeVisible();

	await page.getByRole('button', { name: `Edit ${title}` }).click();
	await expect(page.getByLabel('Module 2', { exact: true })).toHaveValue('Being seen');
	const all = await api(process.env.CODRIVER_OPERATOR_TOKEN ?? '', 'GET', '/v1/courses?limit=100');
	const made = all.items.find((one: { title: string }) => one.title === title);
	const { id, version: _, ...rest } = made;
	await api(process.env.CODRIVER_OPERATOR_TOKEN ?? '', 'PUT', `/v1/operator/courses/${id}`, { ...rest, summary: 'Other', valid_months: 24 });
	await page.getByLabel('Months').fill('12');
	// What was changed cannot be read either at first: that is said, and nothing is lost.
	await page.route(`**/v1/courses/${id}`, (route) => route.fulfill({ status: 404, json: { status: 404, code: 'not_found', detail: 'It is not there just now.' } }), { times: 1 });
	await page.getByRole('button', { name: 'Save' }).click();
	await expect(page.getByRole('alert')).toHaveText('It is not there just now.');
	await page.getByRole('button', { name: 'Save' }).click();
	await expect(page.getByRole('alert')).toContainText('Somebody changed it meanwhile');
	await expect(page.getByRole('radio', { name: 'Yours 12' })).toBeChecked();
	await expect(page.getByRole('radio', { name: 'Theirs Other' })).toBeChecked();
	await expect(page.getByLabel('Summary')).toHaveValue('Other');
	await page.getByRole('button', { name: 'Save' }).click();
	await expect(page.getByText(`${title} is changed.`)).toBeVisible();
	expect((await api(process.env.CODRIVER_OPERATOR_TOKEN ?? '', 'GET', `/v1/courses/${id}`)).valid_months).toBe(12);
});

test('the operator sets a plan, counts again, grants and refuses who asks to be a reseller', async ({ page, context }) => {
	const [yes, no] = [await company(5), await company(5)];
	for (const firm of [yes, no]) await api(firm.token, 'POST', `/v1/accounts/${firm.id}/reseller-request`, { note: 'We run a shop.' });
	await asOperator(context);
	await open(page, '/operator');
	await page.getByRole('button', { name: `Grant ${yes.name}` }).click();
	await expect(page.getByText(`${yes.name} is a reseller now, and is told.`)).toBeVisible();
	await page.getByRole('button', { name: `Refuse ${no.name}` }).click();
	await page.getByRole('dialog').getByRole('button', { name: 'Refuse' }).click();
	await expect(page.getByText(`${no.name} is told that it was refused.`)).toBeVisible();
	await expect(page.getByRole('button', { name: `Refuse ${no.name}` })).toHaveCount(0);
	const account = async (of: typeof yes) => api(of.token, 'GET', `/v1/accounts/${of.id}`);
	expect([(await account(yes)).reseller, (await account(no)).reseller]).toEqual([true, false]);

	await page.getByRole('link', { name: 'Accounts' }).click();
	await page.getByRole('searchbox').fill(no.name);
	await expect(page).toHaveURL(`/operator/accounts?q=${no.name}`);
	await page.getByRole('button', { name: `Plan of ${no.name}` }).click();
	await expect(page.getByLabel('Seats', { exact: true })).toHaveValue('5');
	await api(process.env.CODRIVER_OPERATOR_TOKEN ?? '', 'PUT', `/v1/operator/accounts/${no.id}`, { seat_limit: 9, mail_limit: 77 });
	// By the name that it had, it is found no more.
	const renamed = fresh('Renamed');
	await api(no.token, 'PATCH', `/v1/accounts/${no.id}`, { name: renamed });
	await page.getByLabel('Seats', { exact: true }).fill('20');
	await page.route('**/v1/operator/accounts?*', (route) => route.fulfill({ status: 404, json: { status: 404, code: 'not_found', detail: 'It is not there just now.' } }), { times: 1 });
	await page.keyboard.press('Enter');
	await expect(page.getByRole('alert')).toHaveText('It is not there just now.');
	await page.keyboard.press('Enter');
	await expect(page.getByRole('radio', { name: 'Theirs 9' })).toBeVisible();
	await expect(page.getByRole('radio', { name: 'Yours 20' })).toBeChecked();
	await expect(page.getByRole('radio', { name: 'Theirs 77' })).toBeChecked();
	await expect(page.getByLabel('Mails a day')).toHaveValue('77');
	await page.getByRole('button', { name: 'Set the plan' }).click();
	await expect(page.getByText(`The plan of ${renamed} is set.`)).toBeVisible();
	await page.getByRole('searchbox').fill(renamed);
	await expect(page.getByText('1 of 20 seats')).toBeVisible();
	await page.getByRole('button', { name: `Recount ${renamed}` }).click();
	await expect(page.getByText('Everything was right.')).toBeVisible();
});

test('nobody else sees the operator’s pages', async ({ page }) => {
	await open(page, '/operator', address('somebody'));
	await expect(page.locator('h1')).toHaveText('Not for your role');
	await page.goto('/me');
	await page.getByRole('button', { name: /^You:/ }).click();
	await expect(page.getByRole('menuitem', { name: 'Operator', exact: true })).toHaveCount(0);
});
