import { api, company, driver } from '../support/service.ts';
import { isSmall } from '../support/loads.ts';
import { soundEverywhere } from '../support/sound.ts';
import { expect, open, test } from '../support/test.ts';

test.describe.configure({ timeout: 240_000 });

test('sessions and their dialogs are sound in every width and colour', async ({ page }) => {
	const firm = await company();
	await open(page, `/a/${firm.id}/sessions`, firm.holder);
	await soundEverywhere(page, 'no sessions');
	const hubert = await driver(firm, 'Hubert Wolfeschlegelsteinhausenbergerdorff Senior of that Company', ['A group with a name that is rather long']);
	const body = { place: 'A hall with a name that is rather long, behind the other one', starts_at: '2031-03-10T08:00:00Z', ends_at: '2031-03-11T09:00:00Z' };
	const title = 'A session with a title that goes on for longer than there is room in a line';
	const made = await api(firm.token, 'POST', `/v1/accounts/${firm.id}/sessions`, { ...body, title, user_ids: [hubert.id] });
	await api(firm.token, 'POST', `/v1/accounts/${firm.id}/sessions`, { ...body, title: 'Empty' });
	await page.reload();
	await expect(page.getByRole('link', { name: title })).toBeVisible();
	await soundEverywhere(page, 'sessions');
	await page.goto(`/a/${firm.id}/sessions?session=${made.id}`);
	await expect(page.getByRole('heading', { name: 'Attendees (1)' })).toBeVisible();
	await soundEverywhere(page, 'a session');
	await page.getByRole('button', { name: 'Edit' }).click();
	await expect(page.getByRole('checkbox', { name: /^A group/ })).toBeVisible();
	await soundEverywhere(page, 'change');
	await page.keyboard.press('Escape');
	await page.getByRole('link', { name: title }).click();
	await page.getByRole('button', { name: 'Cancel session …' }).click();
	await expect(page.getByRole('dialog', { name: 'Cancel this session?' })).toBeVisible();
	await soundEverywhere(page, 'cancel');
});

test('the page of sessions is small', async ({ browser }) => {
	const firm = await company();
	const own = '/v1/accounts/{account}';
	await isSmall(browser, `/a/${firm.id}/sessions`, firm.holder, [own, `${own}/sessions`, '/v1/me']);
});
