import type { Page } from '@playwright/test';
import { FIRST_ONLY } from './support/first-only.ts';
import { pageName, PAGES, test, visit, type Listed } from './support/pages.ts';
import { expect } from './support/test.ts';

/** Every list begins with pages that are empty, more than are read at once; what comes first only has none. */
async function beginEmpty(page: Page, route: string): Promise<void> {
	await page.addInitScript(
		({ route, firstOnly }) => {
			const [PAGES, START] = [25, 'start-'];
			const first: { body: object; answer: Response }[] = [];
			const ask = window.fetch;
			window.fetch = async (input, init) => {
				const request = new Request(input, init);
				const { pathname: path, searchParams } = new URL(request.url);
				const { cursor } = request.method === 'GET' ? { cursor: searchParams.get('cursor') } : await request.clone().json().catch(() => ({}));
				let [of, read] = cursor?.startsWith(START) ? cursor.slice(START.length).split('#').map(Number) : [-1, 0];
				if (of < 0) {
					const answer = await ask(request);
					const body = cursor ? null : await answer.clone().json().catch(() => null);
					if (!body?.items?.length || !('next_cursor' in body) || firstOnly.includes(`${route} ${path.replace(/acc_\w+/, '[account]')}`)) return answer;
					of = first.push({ body, answer }) - 1;
				}
				const { body, answer } = first[of]!;
				return Response.json(read < PAGES ? { ...body, items: [], next_cursor: `${START}${of}#${read + 1}` } : body, answer);
			};
		},
		{ route, firstOnly: FIRST_ONLY }
	);
}

/** What a page says when all of its lists are read to their ends; of what all tests share, whether there is anything. */
async function readOn(page: Page, { who }: Listed): Promise<string> {
	const more = page.locator('main').getByRole('button', { name: /^(Load more|Look further)$/ });
	while (await more.count()) {
		await more.first().click();
		await expect(page.getByRole('button', { name: 'Loading …' })).toHaveCount(0);
		await page.waitForLoadState('networkidle');
	}
	// A minute may have gone by.
	const clock = /\d\d:\d\d/g;
	return who === 'operator' ? (await page.locator('main h2').allInnerTexts()).join() : (await page.locator('main').innerText()).replace(clock, '');
}

for (const listed of PAGES.filter(({ error }) => !error))
	test(`${pageName(listed)} shows what is there, though its lists begin with pages that are empty`, async ({ page, scene }) => {
		await visit(page, listed, scene);
		const whole = await readOn(page, listed);
		await beginEmpty(page, listed.route);
		await visit(page, listed, scene);
		expect(await readOn(page, listed)).toBe(whole);
	});
