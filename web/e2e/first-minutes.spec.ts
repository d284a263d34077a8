import { address, fresh, linkFor } from './support/service.ts';
import { asOperator, expect, open, PHONE, test, typeCode } from './support/test.ts';

// What README.md leads a newcomer through, in its order; nothing is prepared.
test('a newcomer is the operator, a company’s holder and a driver', async ({ browser, page, context }) => {
	await asOperator(context);
	await open(page, '/');
	await page.getByRole('button', { name: /^You:/ }).click();
	await page.getByRole('menuitem', { name: 'Operator', exact: true }).click();
	await page.getByRole('link', { name: 'Courses', exact: true }).click();
	await expect(page.getByText('Eco driving').first()).toBeVisible();

	// As in another window: the operator's sign-in is that of other tests too.
	await context.clearCookies();
	const [boss, ann, name] = [address('boss'), address('ann'), fresh('Acme Haulage')];
	await open(page, '/');
	await page.getByLabel('E-mail').fill(boss);
	await page.keyboard.press('Enter');
	await typeCode(page, boss);
	await page.getByLabel('Company’s name').fill(name);
	await page.keyboard.press('Enter');
	const steps = page.getByRole('region', { name: 'Three things to do next' });
	await steps.getByRole('button', { name: 'Add your first users' }).click();
	await page.getByLabel('E-mail addresses').fill(ann);
	await page.getByRole('button', { name: 'Invite' }).click();
	await steps.getByRole('link', { name: 'Go to the courses' }).click();
	await page.getByRole('button', { name: 'Buy licences of Eco driving' }).click();
	await page.getByLabel('Licences', { exact: true }).fill('5');
	await page.keyboard.press('Enter');
	await page.getByRole('button', { name: 'Assign Eco driving' }).click();
	await page.getByRole('checkbox', { name: new RegExp(ann) }).check();
	await page.getByRole('dialog').getByRole('button', { name: 'Assign', exact: true }).click();
	await steps.getByRole('link', { name: 'Look at the report' }).last().click();
	await expect(page.getByRole('row', { name: new RegExp(ann) })).toContainText('Not started');

	const driver = await (await browser.newContext(PHONE)).newPage();
	await driver.goto(await linkFor(ann, 'activate'));
	await driver.getByRole('button', { name: 'Accept the invitation' }).tap();
	await expect(driver.getByText(`You have joined ${name}.`)).toBeVisible();
	await driver.getByRole('link', { name: 'Begin Eco driving' }).tap();
	await driver.getByRole('link', { name: /^Take:/ }).first().tap();
	await driver.getByRole('button', { name: 'On to the questions' }).tap();
	for (;;) {
		await driver.getByRole('radio').first().tap();
		await driver.getByRole('button', { name: 'Check the answer' }).tap();
		const next = driver.getByRole('button', { name: /^(Next question|Complete the module)$/ });
		const last = (await next.textContent())?.includes('Complete');
		await next.tap();
		if (last) break;
	}
	await expect(driver.getByText(/is completed with/)).toBeVisible();

	await page.reload();
	await expect(page.getByRole('row', { name: new RegExp(ann) })).toContainText('In progress');
});
