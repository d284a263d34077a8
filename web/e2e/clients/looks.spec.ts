import { address, api, client, company, fresh, instructor } from '../support/service.ts';
import { isSmall } from '../support/loads.ts';
import { soundEverywhere } from '../support/sound.ts';
import { expect, open, test } from '../support/test.ts';

test.describe.configure({ timeout: 180_000 });

test('a firm’s clients and their dialogs are sound, and small', async ({ page, browser }) => {
	const firm = await company();
	await open(page, `/a/${firm.id}/clients`, firm.holder);
	await soundEverywhere(page, 'no clients');

	const ann = await instructor(firm, 'An instructor with a name that is rather long');
	await api(firm.token, 'POST', `/v1/accounts/${firm.id}/managers`, { email: address('invited'), scope: { kind: 'company' } });
	const leeds = await client(firm, fresh('Leeds with a name that is rather long too'));
	await client(firm, fresh('Dover'));
	await client(firm, fresh('York'), false);
	const path = `/v1/accounts/${firm.id}/clients/${leeds.id}`;
	await api(firm.token, 'PUT', `${path}/people`, { person_ids: [ann.id] });
	await api(firm.token, 'PUT', `${path}/labels`, { labels: ['North', 'a label that is rather long for a chip'] });
	await page.reload();
	await expect(page.getByText('Nobody yet', { exact: true })).toBeVisible();
	await soundEverywhere(page, 'clients');
	await page.getByRole('button', { name: `Labels of ${leeds.name}` }).click();
	await page.getByRole('button', { name: `Choose who looks after ${leeds.name}` }).click();
	await expect(page.getByRole('dialog').getByRole('checkbox')).toBeChecked();
	await soundEverywhere(page, 'who looks after a client');
	await page.keyboard.press('Escape');
	await page.getByRole('button', { name: `Stop looking after ${leeds.name}` }).click();
	await soundEverywhere(page, 'stop looking after a client');

	const own = '/v1/accounts/{account}';
	const calls = [own, `${own}/clients`, `${own}/events`, `${own}/managers`, `${own}/users`, '/v1/me'];
	await isSmall(browser, `/a/${firm.id}/clients`, firm.holder, calls);
});
