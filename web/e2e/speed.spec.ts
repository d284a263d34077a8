import type { Page } from '@playwright/test';
import { address, addUsers, api, assign, company, course, licences, linkFor, take } from './support/service.ts';
import { expect, open, test } from './support/test.ts';
import { isQuick, measured, untilIdle, watchInteractions } from './support/timing.ts';

/** A company whose every list has so many rows: drivers who have joined, learned, and hold codes. */
async function many(rows: number) {
	const firm = await company(rows + 10);
	const { id: course_id } = await course(['Grip']);
	await licences(firm, course_id, rows);
	const emails = Array.from({ length: rows }, (_, n) => address(`many${n}`));
	const ids = await addUsers(firm, emails.map((email, n) => ({ email, name: `Driver ${n}`, groups: ['All'] })), true);
	for (let at = 0; at < rows; at += 100) await assign(firm, course_id, ids.slice(at, at + 100), { due_on: '2031-01-31' });
	const learn = async (email: string) => {
		const link = (await linkFor(email, 'activate')).split('#')[1];
		const { token } = await api(null, 'POST', '/v1/activations', { token: link });
		await take(token, course_id, 1);
	};
	for (let at = 0; at < rows; at += 10) await Promise.all(emails.slice(at, at + 10).map(learn));
	await api(process.env.CODRIVER_OPERATOR_TOKEN ?? '', 'PUT', `/v1/operator/accounts/${firm.id}`, { reseller: true });
	const order = { kind: 'codes', course_id, quantity: rows, duration_days: 30 };
	const { batch_id } = await api(firm.token, 'POST', `/v1/accounts/${firm.id}/orders`, order);
	return { firm, batch: batch_id as string };
}

/** Down to the end and up again, by wheel and by keys, through the rows, and a search on the way. */
async function useList(page: Page): Promise<void> {
	for (let n = 0; n < 12; n++) {
		await page.mouse.wheel(0, n % 4 === 3 ? -500 : 900);
		await page.waitForTimeout(30);
	}
	for (const key of ['End', 'Home', 'PageDown', 'PageDown', 'PageUp', 'End', 'PageUp', 'PageUp', 'Home']) await press(page, key);
	for (let n = 0; n < 12; n++) await press(page, 'Tab');
	const search = page.getByRole('searchbox');
	if (await search.count()) {
		await search.focus();
		for (const letter of 'driver 1') await press(page, letter);
		await expect(page).toHaveURL(/q=driver/);
		for (const _ of 'driver 1') await press(page, 'Backspace');
		await expect(page).not.toHaveURL(/q=driver/);
	}
}

/** As fast as somebody who types well. */
async function press(page: Page, key: string): Promise<void> {
	await page.keyboard.press(key);
	await page.waitForTimeout(60);
}

test('every long list is quick, and keeps the page small', async ({ page }) => {
	test.setTimeout(180_000);
	await page.setViewportSize({ width: 1280, height: 800 });
	const { firm, batch } = await many(measured ? 300 : 40);
	// What the server does afterwards of all that takes from the browser on a small machine.
	if (measured) await untilIdle();
	await open(page, '/choose', firm.holder);
	for (const path of ['reports', 'records', 'drivers', `codes/${batch}`, 'events', 'groups', 'sessions']) {
		await open(page, `/a/${firm.id}/${path}`);
		await watchInteractions(page);
		await useList(page);
		await isQuick(page, path.replace(/bat_\w+/, '[batch]'));
	}
});
