import { api, assign, company, course, driver, licences } from '../support/service.ts';
import { expect, open, PHONE, test } from '../support/test.ts';

// Drivers have nothing but a phone at hand.
test.use(PHONE);

/** The sample course that the console has the content of. */
const ECO = 'crs_01M6A6FT000000000000000020';

test('a driver takes a course on a phone, by fingers alone: reads, answers, goes back, loads again, and the results come in once', async ({ page }) => {
	const firm = await company();
	const mia = await driver(firm, 'Mia');
	await licences(firm, ECO, 1);
	await assign(firm, ECO, [mia.id]);
	const enrolment = async () => (await api(mia.token, 'GET', '/v1/me/enrolments')).items[0];
	const [first] = (await enrolment()).modules;

	await open(page, '/me', mia.email);
	await page.getByRole('link', { name: 'Begin Eco driving' }).tap();
	await expect(page.locator('h1')).toHaveText('Eco driving');
	await page.getByRole('link', { name: `Take: ${first.title}` }).tap();
	await expect(page.locator('h1')).toHaveText(first.title);
	await expect(page.locator('h1')).toBeFocused();
	await expect(page.getByRole('img')).toBeVisible();
	await page.getByRole('button', { name: 'On to the questions' }).tap();

	// Without an answer it goes nowhere; the first answer counts, and a wrong one is explained.
	const question = page.getByRole('group');
	await expect(question.getByRole('heading')).toBeFocused();
	await page.getByRole('button', { name: 'Check the answer' }).tap();
	await expect(page.getByRole('alert')).toHaveText('Choose an answer first.');
	await question.getByRole('radio', { name: /neutral/ }).tap();
	await page.getByRole('button', { name: 'Check the answer' }).tap();
	await expect(page.getByText('Not quite.')).toBeVisible();
	await expect(question.getByRole('radio', { name: /Foot off/ })).toBeDisabled();
	await page.getByRole('button', { name: 'Next question' }).tap();
	await question.getByRole('radio', { name: /You need not repeat/ }).tap();
	await page.getByRole('button', { name: 'Check the answer' }).tap();
	await expect(page.getByText('That’s right.')).toBeVisible();
	await page.goBack();
	await expect(page.getByText('Not quite.')).toBeVisible();
	await page.goForward();
	await page.reload();
	await expect(page.getByText('That’s right.')).toBeVisible();
	await page.getByRole('button', { name: 'Next question' }).tap();
	await question.getByRole('radio', { name: /As far ahead/ }).tap();
	await page.getByRole('button', { name: 'Check the answer' }).tap();

	// A busy service is asked again with the same key, and the result comes in once.
	const keys: (string | undefined)[] = [];
	await page.route('**/results', async (route) => {
		keys.push(route.request().headers()['idempotency-key']);
		if (keys.length > 1) return route.continue();
		await route.fulfill({ status: 503, headers: { 'retry-after': '1' }, json: { code: 'unavailable', detail: 'Busy.' } });
	});
	await page.getByRole('button', { name: 'Complete the module' }).tap();
	await expect(page.locator('h1')).toHaveText('Eco driving');
	await expect(page.getByText(`${first.title} is completed with 67 %.`)).toBeVisible();
	await expect(page.getByRole('listitem').filter({ hasText: first.title })).toContainText(/Completed[^]*score 67 %/);
	expect(new Set(keys).size).toBe(1);
	expect((await enrolment()).modules[0]).toMatchObject({ completed: true, score: 67 });

	const rest = (await enrolment()).modules.slice(1);
	for (const { id } of rest) await api(mia.token, 'POST', `/v1/me/enrolments/${(await enrolment()).id}/results`, { module_id: id, completed: true, score: 100 });
	await page.reload();
	await expect(page.getByText('You have completed this course with 89 %.')).toBeVisible();
});

test('a course that is taken elsewhere says so, and one that is not open yet too', async ({ page }) => {
	const firm = await company();
	const mia = await driver(firm, 'Mia');
	const [other, later] = [await course(), await course()];
	for (const { id } of [other, later]) await licences(firm, id, 1);
	await assign(firm, other.id, [mia.id]);
	await assign(firm, later.id, [mia.id], { starts_at: '2031-05-01T08:00:00Z' });
	await open(page, '/me', mia.email);
	await page.getByRole('link', { name: `Begin ${other.title}` }).click();
	await expect(page.getByText(`${firm.name} tells you where`)).toBeVisible();
	await expect(page.getByRole('listitem')).toHaveText([/Grip/, /Braking on ice/]);
	await page.getByRole('link', { name: 'All your courses' }).click();
	await page.getByRole('link', { name: later.title }).click();
	await expect(page.getByText(/It opens on .*2031/)).toBeVisible();
	await page.goto('/me/courses/enr_01M6A6FT000000000000000010');
	await expect(page.locator('h1')).toHaveText('No longer yours, or never was');
});
