import type { Locator, Page } from '@playwright/test';
import { reach } from './support/keys.ts';
import { address, assign, client, codes, company, course, driver, fresh, instructor, licences } from './support/service.ts';
import { comeAs, expect, open, test } from './support/test.ts';

test.describe.configure({ timeout: 60_000 });
test.use({ actionTimeout: 7_000 });

/** Goes by Tab to a button or a link, and presses it. */
async function press(page: Page, target: Locator): Promise<void> {
	await reach(page, target);
	await page.keyboard.press('Enter');
}

test('a course is assigned, a driver shared, unshared, shared again and put on a route, and a session scheduled by keys alone', async ({ page }) => {
	const [firm, partner] = [await company(), await company()];
	const winter = await course();
	await licences(firm, winter.id, 2);
	await driver(firm, 'Ann Lee');
	await comeAs(page.context(), firm.token);
	const dialog = page.getByRole('dialog');

	await open(page, `/a/${firm.id}/courses`);
	await page.keyboard.press('n');
	await reach(page, dialog.getByRole('checkbox', { name: /Ann Lee/ }));
	await page.keyboard.press('Space');
	await reach(page, dialog.getByRole('button', { name: 'Assign', exact: true }));
	await page.keyboard.press('Enter');
	await expect(page.getByText(`${winter.title} is assigned to 1 user.`)).toBeVisible();

	await reach(page, page.getByRole('link', { name: 'Drivers', exact: true }));
	await page.keyboard.press('Enter');
	await reach(page, page.getByRole('link', { name: 'Share drivers' }));
	await page.keyboard.press('Enter');
	await expect(page.getByLabel('Name of the other account')).toBeFocused();
	await page.keyboard.type(partner.name);
	await page.keyboard.press('Enter');
	await reach(page, page.getByRole('checkbox', { name: 'Share Ann Lee' }));
	await page.keyboard.press('Space');
	await reach(page, page.getByRole('button', { name: 'Confirm' }));
	await page.keyboard.press('Enter');
	await expect(page.getByText(`1 driver is shared with ${partner.name}.`)).toBeVisible();
	const unshare = page.getByRole('button', { name: 'Unshare Ann Lee' });
	await reach(page, unshare);
	await page.keyboard.press('Enter');
	await expect(unshare).toHaveCount(0);
	await reach(page, page.getByRole('button', { name: 'Undo' }));
	await page.keyboard.press('Enter');
	await expect(unshare).toBeVisible();

	await open(page, `/a/${firm.id}/routes?on=2031-03-10`);
	await page.keyboard.press('n');
	await expect(dialog.getByLabel('Name')).toBeFocused();
	await page.keyboard.type('North');
	await page.keyboard.press('Enter');
	await reach(page, page.getByRole('dialog', { name: 'North' }).getByRole('button', { name: 'Put Ann Lee on' }));
	await page.keyboard.press('Enter');
	await expect(page.getByRole('dialog', { name: 'North' }).getByRole('region', { name: 'On this route' })).toContainText('Ann Lee');

	await open(page, `/a/${firm.id}/sessions`);
	await page.keyboard.press('n');
	await expect(dialog.getByLabel('Title')).toBeFocused();
	await page.keyboard.type('Skid pan');
	await reach(page, dialog.getByLabel('Place'));
	await page.keyboard.type('Hall 3');
	await reach(page, dialog.getByRole('checkbox', { name: /Ann Lee/ }));
	await page.keyboard.press('Space');
	await reach(page, dialog.getByRole('button', { name: 'Schedule' }));
	await page.keyboard.press('Enter');
	await expect(page.getByText('Skid pan is scheduled.')).toBeVisible();
});

test('a manager is invited, codes are ordered, and one is redeemed by keys alone', async ({ page }) => {
	const { seller, course: title, codes: found } = await codes(1);
	await comeAs(page.context(), seller.token);
	const dialog = page.getByRole('dialog');
	await open(page, `/a/${seller.id}/managers`);
	await page.keyboard.press('n');
	await expect(dialog.getByRole('textbox', { name: 'Who' })).toBeFocused();
	const email = address('manager');
	await page.keyboard.type(email);
	await page.keyboard.press('Enter');
	await expect(page.getByRole('list', { name: 'Managers' })).toContainText(email);

	await open(page, `/a/${seller.id}/codes`);
	await page.keyboard.press('n');
	await expect(dialog.getByLabel('Codes', { exact: true })).toBeFocused();
	await expect(dialog.getByRole('option', { name: title })).toBeAttached();
	await page.keyboard.type('5');
	const select = dialog.getByLabel('Course');
	await reach(page, select);
	const chosen = () => select.evaluate((box: HTMLSelectElement) => box.selectedOptions[0]?.text);
	for (let n = 0; n < 60 && (await chosen()) !== title; n++) await page.keyboard.press('ArrowDown');
	await reach(page, dialog.getByRole('button', { name: 'Order codes' }));
	await page.keyboard.press('Enter');
	await expect(page.getByText('5 codes are there.')).toBeVisible();

	await comeAs(page.context(), (await driver(await company(), 'Ann Lee')).token);
	await open(page, '/redeem');
	await reach(page, page.getByLabel('Code', { exact: true }));
	await page.keyboard.type(found[0] ?? '');
	await page.keyboard.press('Enter');
	await expect(page.locator('h1')).toHaveText(title);
});

test('a driver takes a course, who looks after them finds it in the report and goes on to their profile, by keys alone', async ({ page }) => {
	const firm = await company();
	const eco = 'crs_01M6A6FT000000000000000020';
	await licences(firm, eco, 1);
	const ann = await driver(firm, 'Ann Lee');
	await assign(firm, eco, [ann.id]);
	await comeAs(page.context(), ann.token);
	await open(page, '/me');
	await press(page, page.getByRole('link', { name: 'Begin Eco driving' }));
	await press(page, page.getByRole('link', { name: /^Take:/ }).first());
	await press(page, page.getByRole('button', { name: 'On to the questions' }));
	for (let last = false; !last; ) {
		await reach(page, page.getByRole('radio').first());
		await page.keyboard.press('Space');
		await page.keyboard.press('Enter');
		const next = page.getByRole('button', { name: /^(Next question|Complete the module)$/ });
		await expect(next).toBeVisible();
		last = (await next.textContent()) === 'Complete the module';
		await press(page, next);
	}
	await expect(page.getByText(/is completed with/)).toBeVisible();

	await comeAs(page.context(), firm.token);
	await open(page, `/a/${firm.id}/users`);
	await page.keyboard.press('Control+k');
	await page.keyboard.type('report');
	await expect(page.getByRole('option', { name: /Reports Page/, selected: true })).toBeVisible();
	await page.keyboard.press('Enter');
	await expect(page.locator('h1')).toHaveText('Reports');
	await press(page, page.getByRole('row', { name: /In progress/ }).getByRole('link', { name: 'Ann Lee' }));
	await expect(page).toHaveURL(`/a/${firm.id}/users/${ann.id}`);
	await expect(page.locator('h1')).toHaveText('Ann Lee');
	await expect(page.locator('h1')).toBeFocused();
});

test('a client is accepted, and those who look after it are chosen by keys alone', async ({ page }) => {
	const firm = await company();
	await instructor(firm, 'Ann Instructor');
	const leeds = await client(firm, fresh('Leeds'), false);
	await comeAs(page.context(), firm.token);
	await open(page, `/a/${firm.id}/clients`);
	await press(page, page.getByRole('button', { name: `Accept ${leeds.name}` }));
	await press(page, page.getByRole('button', { name: `Choose who looks after ${leeds.name}` }));
	await reach(page, page.getByRole('dialog').getByRole('checkbox', { name: /Ann Instructor/ }));
	await page.keyboard.press('Space');
	await press(page, page.getByRole('dialog').getByRole('button', { name: 'Save' }));
	await expect(page.getByText(`${leeds.name} is looked after by Ann Instructor now.`)).toBeVisible();
	await expect(page.getByRole('button', { name: `Choose who looks after ${leeds.name}` })).toBeFocused();
});
