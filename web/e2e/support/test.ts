import { expect, test as base, type BrowserContext, type Page } from '@playwright/test';
import { PERSON, SECRET, toldBy } from './secrets.ts';
import { api, codeFor, origin } from './service.ts';

/** From now on, what the pages of a browser's window do that none may. */
function watch(context: BrowserContext, faults: boolean): string[] {
	const wrong: string[] = [];
	context.on('weberror', (error) => faults || wrong.push(`error: ${error.error().message}`));
	context.on('console', (message) => {
		const text = message.text();
		if (SECRET.test(text) || PERSON.test(text)) wrong.push(`told in the log: ${text}`);
		if (/content security policy/i.test(text)) wrong.push(text);
		// A browser reports every refused call by itself; those are the tests' subject.
		else if (message.type() === 'error' && !faults && !/Failed to load resource/.test(text)) wrong.push(text);
	});
	const isAddress = (url: string) => {
		if (url.startsWith('http') && SECRET.test(toldBy(url))) wrong.push(`told in an address: ${url}`);
	};
	context.on('page', (page) => page.on('framenavigated', (frame) => isAddress(frame.url())));
	context.on('request', (request) => {
		isAddress(request.url());
		const { protocol, origin: of } = new URL(request.url());
		if (protocol.startsWith('http') && of !== origin()) wrong.push(`foreign: ${request.url()}`);
	});
	return wrong;
}

/** What pages leave behind has no secret in it, and next to nothing else. */
async function keepsNothing(page: Page): Promise<void> {
	if (!page.url().startsWith(origin())) return;
	expect(new URL(page.url()).hash).toBe('');
	expect(await page.evaluate(async () => JSON.stringify([{ ...localStorage }, document.cookie, await indexedDB.databases(), await caches.keys()]))).toBe('[{},"",[],[]]');
	// The attempt to sign in outlives a reload: it is of no use without the code that is mailed.
	expect(await page.evaluate(() => JSON.stringify([{ ...sessionStorage }, { ...history.state, attempt: null }]))).not.toMatch(SECRET);
}

/**
 * Every page of every test is watched, in whichever window: no error, nothing that the CSP had to stop, no request
 * to another host, no secret in an address, in storage or in the log.
 */
export const test = base.extend<{ watched: void; faults: boolean }>({
	/** Whether a test puts faults that the console's log may tell of. */
	faults: [false, { option: true }],
	baseURL: async ({}, use) => use(origin()),
	watched: [
		async ({ browser, context, faults }, use) => {
			const wrong = new Map([[context, watch(context, faults)]]);
			const another = (made: BrowserContext) => void wrong.set(made, watch(made, faults));
			browser.on('context', another);
			await use();
			browser.off('context', another);
			for (const window of wrong.keys()) for (const page of window.pages()) await keepsNothing(page);
			expect([...wrong.values()].flat()).toEqual([]);
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

/** A window of the size of a phone's, used by fingers. */
export const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

export { expect };
