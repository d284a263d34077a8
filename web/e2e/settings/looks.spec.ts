import { company, driver } from '../support/service.ts';
import { isSmall } from '../support/loads.ts';
import { soundEverywhere } from '../support/sound.ts';
import { expect, open, test } from '../support/test.ts';

test.describe.configure({ timeout: 180_000 });

test('settings, their dialogs and the texts of mails are sound in every width and colour, and small', async ({ page, browser }) => {
	const firm = await company();
	await driver(firm, 'Hubert Wolfeschlegelsteinhausenbergerdorff Senior of that Company');
	await open(page, `/a/${firm.id}/settings`, firm.holder);
	await soundEverywhere(page, 'settings');
	await page.getByRole('button', { name: 'Make an API key' }).click();
	await soundEverywhere(page, 'make an API key');
	await page.keyboard.press('Escape');
	await page.getByRole('button', { name: /^Close the company/ }).click();
	await soundEverywhere(page, 'close the account');
	await page.keyboard.press('Escape');
	await page.getByRole('link', { name: 'Edit Training session' }).click();
	// Axe runs scripts in what it looks at, which the mail's frame lets nobody do.
	await page.locator('iframe').evaluate((frame) => frame.replaceWith(document.createElement('div')));
	await soundEverywhere(page, 'the text of a mail');

	const own = '/v1/accounts/{account}';
	await isSmall(browser, `/a/${firm.id}/settings`, firm.holder, [
		own,
		`${own}/api-keys`,
		`${own}/refused`,
		`${own}/settings/emails`,
		`${own}/settings/reminders`,
		`${own}/users`,
		`${own}/users`,
		'/v1/me'
	]);
	await isSmall(browser, `/a/${firm.id}/settings/mails/invitation`, firm.holder, [
		own,
		`${own}/settings/emails/invitation`,
		`${own}/settings/emails/invitation/preview`,
		'/v1/me'
	]);
});
