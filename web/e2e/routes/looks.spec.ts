import { company, driver, route } from '../support/service.ts';
import { isSmall } from '../support/loads.ts';
import { soundEverywhere } from '../support/sound.ts';
import { expect, open, test } from '../support/test.ts';

test.describe.configure({ timeout: 240_000 });

test('routes and their dialogs are sound in every width and colour', async ({ page }) => {
	const firm = await company();
	await open(page, `/a/${firm.id}/routes?on=2031-03-10`, firm.holder);
	await soundEverywhere(page, 'no routes');
	const hubert = await driver(firm, 'Hubert Wolfeschlegelsteinhausenbergerdorff Senior of that Company');
	await driver(firm, 'Ann');
	const name = 'A route with a name that goes on for longer than its piece of the line';
	const { id } = await route(firm, name, '2031-03-10', ['07:00', '07:30'], [hubert.id]);
	await route(firm, 'Over it', '2031-03-10', ['07:00', '20:00']);
	await route(firm, 'And under', '2031-03-10', ['07:10', '20:00']);
	await page.reload();
	await expect(page.getByRole('button', { name: /^Over it/ })).toBeVisible();
	await soundEverywhere(page, 'day');
	await page.goto(`/a/${firm.id}/routes?on=2031-03-10&by=week&as=list`);
	await expect(page.getByRole('button', { name: 'Over it' })).toBeVisible();
	await soundEverywhere(page, 'week as a list');
	await page.goto(`/a/${firm.id}/routes?on=2031-03-10&by=week&route=${id}`);
	await expect(page.getByRole('button', { name: 'Put Ann on' })).toBeVisible();
	await soundEverywhere(page, 'week and a route');
	await page.getByRole('button', { name: 'Edit' }).click();
	await expect(page.getByRole('dialog').getByLabel('Name')).toHaveValue(name);
	await soundEverywhere(page, 'change');
	await page.keyboard.press('Escape');
	await page.getByRole('button', { name: `${name}, Mon` }).click();
	await page.getByRole('button', { name: 'Delete …' }).click();
	await expect(page.getByRole('button', { name: 'Delete route' })).toBeVisible();
	await soundEverywhere(page, 'delete');
});

test('the page of routes is small', async ({ browser }) => {
	const firm = await company();
	const own = '/v1/accounts/{account}';
	await isSmall(browser, `/a/${firm.id}/routes`, firm.holder, [own, `${own}/drivers`, `${own}/routes`, '/v1/me']);
});
