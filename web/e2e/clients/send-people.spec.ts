import { addUsers, address, api, client, company, driver, fresh, instructor, linkFor, mailTo } from '../support/service.ts';
import { expect, open, test } from '../support/test.ts';

test('“You can choose which of your managers can deal with different clients”: an invitation is accepted, labelled, given to people and ended; another is declined', async ({ page }) => {
	const firm = await company();
	const ann = await instructor(firm, 'Ann Instructor');
	const email = address('admin');
	const [user] = await addUsers(firm, [{ email, name: 'Adi Admin' }], true);
	const token = (await linkFor(email, 'activate')).split('#')[1];
	const adi = (await api(null, 'POST', '/v1/activations', { token })).token;
	await api(firm.token, 'PUT', `/v1/accounts/${firm.id}/admins/${user}`);
	const [leeds, dover] = [await client(firm, fresh('Leeds'), false), await client(firm, fresh('Dover'), false)];

	await open(page, `/a/${firm.id}/clients`, firm.holder);
	await page.getByRole('button', { name: `Accept ${leeds.name}` }).click();
	const row = page.getByRole('list', { name: 'Clients', exact: true }).getByRole('listitem').filter({ hasText: leeds.name });
	await expect(row).toContainText('Nobody yet');
	const choose = row.getByRole('button', { name: `Choose who looks after ${leeds.name}` });
	await expect(choose).toBeFocused();
	await page.keyboard.press('Enter');
	const dialog = page.getByRole('dialog');
	await dialog.getByRole('checkbox', { name: /Adi Admin/ }).check();
	await dialog.getByRole('checkbox', { name: /Ann Instructor/ }).check();
	await dialog.getByRole('button', { name: 'Save' }).click();
	await expect(page.getByText(`${leeds.name} is looked after by Adi Admin, Ann Instructor now.`)).toBeVisible();
	await api(ann.token, 'GET', `/v1/accounts/${leeds.id}`);
	await api(adi, 'GET', `/v1/accounts/${leeds.id}`);

	await row.getByRole('button', { name: `Labels of ${leeds.name}` }).click();
	await page.keyboard.type('North, corporate');
	await page.keyboard.press('Enter');
	await expect(row.getByRole('link', { name: 'corporate' })).toBeVisible();

	await page.getByRole('button', { name: `Decline ${dover.name}` }).click();
	await expect(dialog).toContainText('is told by mail');
	await dialog.getByRole('button', { name: 'Decline' }).click();
	await expect(page.getByText(`Declined. ${dover.name} is told.`)).toBeVisible();
	await mailTo(dover.holder, new RegExp(firm.name));

	await row.getByRole('button', { name: `Stop looking after ${leeds.name}` }).click();
	await expect(dialog).toContainText('at once');
	await dialog.getByRole('button', { name: 'Stop looking after it' }).click();
	await expect(page.getByRole('heading', { name: 'No clients yet' })).toBeVisible();
	await expect(api(ann.token, 'GET', `/v1/accounts/${leeds.id}`)).rejects.toThrow('404');
});

test('“Divide it by region”, and by people: who has how many is seen and changed by dragging, undone, and filtered by in the address', async ({ page }) => {
	const firm = await company();
	const [ann, bo] = [await instructor(firm, 'Ann'), await instructor(firm, 'Bo')];
	const [leeds, dover] = [await client(firm, fresh('Leeds')), await client(firm, fresh('Dover'))];
	const of = `/v1/accounts/${firm.id}/clients`;
	await api(firm.token, 'PUT', `${of}/${leeds.id}/people`, { person_ids: [ann.id] });
	await api(firm.token, 'PUT', `${of}/${leeds.id}/labels`, { labels: ['North'] });

	await open(page, `/a/${firm.id}/clients`, firm.holder);
	const loads = page.getByRole('table', { name: 'Who looks after how many' });
	const annHas = loads.getByRole('row').filter({ has: page.getByRole('link', { name: 'Ann', exact: true }) });
	const rows = page.getByRole('list', { name: 'Clients', exact: true }).getByRole('listitem');
	await expect(annHas).toContainText('1 client');
	await annHas.dragTo(rows.filter({ hasText: dover.name }).first());
	await expect(annHas).toContainText('2 clients');
	await api(ann.token, 'GET', `/v1/accounts/${dover.id}`);
	await page.getByRole('button', { name: 'Undo' }).click();
	await expect(annHas).toContainText('1 client');
	await expect(api(ann.token, 'GET', `/v1/accounts/${dover.id}`)).rejects.toThrow('404');

	await page.getByLabel('Looked after by').selectOption('By nobody yet');
	await expect(rows).toHaveCount(1);
	await expect(rows).toContainText(dover.name);
	await page.getByRole('button', { name: 'Clear' }).click();
	await page.getByRole('link', { name: 'North' }).click();
	await expect(page).toHaveURL(`/a/${firm.id}/clients?label=North`);
	await annHas.getByRole('link').click();
	await page.reload();
	await expect(page.getByRole('main')).toContainText(leeds.name);
	await expect(page.getByRole('main')).not.toContainText(dover.name);
	await loads.getByRole('link', { name: 'Bo', exact: true }).click();
	await expect(page.getByRole('heading', { name: 'No client fits these filters' })).toBeVisible();
});

test('an admin to whom much was done since they signed in can be sent', async ({ page }) => {
	const firm = await company();
	const ann = await driver(firm, 'Ann Lee');
	await api(firm.token, 'PUT', `/v1/accounts/${firm.id}/admins/${ann.id}`);
	for (let n = 0; n < 110; n++) await api(firm.token, 'PATCH', `/v1/accounts/${firm.id}/users/${ann.id}`, { phone: `+49 30 ${n}` });
	const leeds = await client(firm, fresh('Leeds'));
	await open(page, `/a/${firm.id}/clients`, firm.holder);
	await page.getByRole('button', { name: `Choose who looks after ${leeds.name}` }).click();
	await expect(page.getByRole('dialog').getByRole('checkbox', { name: /Ann Lee/ })).toBeVisible();
});

test('who cannot be sent is named with the reason; what a colleague changed meanwhile is shown', async ({ page }) => {
	const firm = await company();
	const [ann, bo] = [await instructor(firm, 'Ann'), await instructor(firm, 'Bo')];
	const leeds = await client(firm, fresh('Leeds'));
	await api(leeds.token, 'POST', `/v1/accounts/${leeds.id}/managers`, { email: ann.email, scope: { kind: 'company' } });
	await open(page, `/a/${firm.id}/clients`, firm.holder);
	await page.getByRole('button', { name: `Choose who looks after ${leeds.name}` }).click();
	const dialog = page.getByRole('dialog');
	await dialog.getByRole('checkbox', { name: /Ann/ }).check();
	await dialog.getByRole('button', { name: 'Save' }).click();
	await expect(dialog.getByRole('alert')).toContainText('Nothing was changed');
	await expect(dialog.getByRole('alert')).toContainText('Ann');

	await api(firm.token, 'PUT', `/v1/accounts/${firm.id}/clients/${leeds.id}/people`, { person_ids: [bo.id] });
	await dialog.getByRole('checkbox', { name: /Ann/ }).uncheck();
	await dialog.getByRole('button', { name: 'Save' }).click();
	await expect(dialog.getByRole('radio', { name: 'Theirs Bo' })).toBeChecked();
	await expect(dialog.getByRole('checkbox', { name: /Bo/ })).toBeChecked();
	await page.keyboard.press('Escape');

	await page.getByRole('button', { name: `Labels of ${leeds.name}` }).click();
	await page.keyboard.type('mine');
	await api(firm.token, 'PUT', `/v1/accounts/${firm.id}/clients/${leeds.id}/labels`, { labels: ['theirs'] });
	await page.keyboard.press('Enter');
	await expect(page.getByRole('radio', { name: 'Theirs theirs' })).toBeVisible();
	await expect(page.getByRole('radio', { name: 'Yours mine' })).toBeChecked();
	await page.getByRole('button', { name: 'Save' }).click();
	await expect(page.getByRole('link', { name: 'mine' })).toBeVisible();
});
