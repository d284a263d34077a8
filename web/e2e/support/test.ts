import { expect, test as base, type BrowserContext, type Page } from '@playwright/test';
import { api, codeFor, origin } from './service.ts';

/**
 * Every page of every test is watched: no error, nothing that the CSP had to stop, no request to
 * another host, no secret in the address or in storage.
 */
export const test = base.extend<{ watched: void; faults: boolean }>({
	/** Whether a test puts faults that the console's log may tell of. */
	faults: [false, { option: true }],
	baseURL: async ({}, use) => use(origin()),
	watched: [
		async ({ context, faults }, use) => {
			const wrong: string[] = [];
			context.on('weberror', (error) => faults || wrong.push(`error: ${error.error().message}`));
			context.on('console', (message) => {
				if (/content security policy/i.test(message.text())) wrong.push(message.text());
				// A browser reports every refused call by itself; those are the tests' subject.
				else if (message.type() === 'error' && !faults && !/Failed to load resource/.test(message.text())) wrong.push(message.text());
			});
			context.on('request', (request) => {
				const url = new URL(request.url());
				if (url.protocol.startsWith('http') && url.origin !== origin()) wrong.push(`foreign: ${request.url()}`);
			});
			await use();
			for (const page of context.pages()) {
				if (!page.url().startsWith(origin())) continue;
				expect(new URL(page.url()).hash).toBe('');
				expect(await page.evaluate(() => JSON.stringify([{ ...localStorage }, document.cookie]))).toBe('[{},""]');
				expect(await page.evaluate(() => JSON.stringify({ ...sessionStorage }))).not.toMatch(/cds_|att_/);
			}
			expect(wrong).toEqual([]);
		},
		{ auto: true }
	]
});

/** Signs in beside the pages, where signing in is not the subject. */
export async function signIn(context: BrowserContext, email: string): Promise<void> {
	const { attempt } = await api<{ attempt: string }>(null, 'POST', '/v1/sign-in', { email });
	const data = { attempt, code: await codeFor(email) };
	const response = await context.request.post(`${origin()}/v1/sign-in/confirm`, { data });
	expect(response.ok()).toBe(true);
}

/** Comes back with a sign-in that was made before, or as nobody. */
export async function comeAs(context: BrowserContext, token: string | null): Promise<void> {
	await context.clearCookies();
	if (token) await context.addCookies([{ name: 'codriver', value: token, url: origin(), httpOnly: true, sameSite: 'Lax' }]);
}

/** The operator, who signed in once for all tests: an address may ask for few. */
export async function asOperator(context: BrowserContext): Promise<void> {
	await comeAs(context, process.env.CODRIVER_OPERATOR_TOKEN ?? '');
}

/** Opens the dialog that adds users by its key. */
export async function pressN(page: Page): Promise<void> {
	await page.keyboard.press('n');
	await expect(page.getByLabel('E-mail addresses')).toBeFocused();
}

/** Opens a page as somebody, and waits till it stands. */
export async function open(page: Page, path: string, as?: string): Promise<void> {
	if (as) await signIn(page.context(), as);
	await page.goto(path);
	await expect(page.locator('h1')).toBeVisible();
}

/** Types the code that was mailed into the sign-in form that is open on a page. */
export async function typeCode(page: Page, email: string): Promise<void> {
	const code = page.getByLabel('Code', { exact: true });
	await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
	await code.fill(await codeFor(email));
	await page.keyboard.press('Enter');
}

export { expect };
