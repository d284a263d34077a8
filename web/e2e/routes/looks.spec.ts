import { company, driver, route } from '../support/service.ts';
import { soundEverywhere } from '../support/sound.ts';
import { expect, open, test } from '../support/test.ts';

test('the routes of a week are sound in every width and colour', async ({ page }) => {
	const firm = await company();
	const hubert = await driver(firm, 'Hubert Wolfeschlegelsteinhausenbergerdorff Senior of that Company');
	await route(firm, 'A route with a name that goes on for longer than its piece of the line', '2031-03-10', ['07:00', '07:30'], [hubert.id]);
	await route(firm, 'Over it', '2031-03-10', ['07:00', '20:00']);
	await route(firm, 'And under', '2031-03-10', ['07:10', '20:00']);
	await open(page, `/a/${firm.id}/routes?on=2031-03-10&by=week&as=list`, firm.holder);
	await expect(page.getByRole('button', { name: 'Over it' })).toBeVisible();
	await soundEverywhere(page, 'week as a list');
	await page.goto(`/a/${firm.id}/routes?on=2031-03-10&by=week`);
	await expect(page.getByRole('button', { name: /^Over it/ })).toBeVisible();
	await soundEverywhere(page, 'week');
});
