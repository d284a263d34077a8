import { readdir } from 'node:fs/promises';
import { expect, LEADS_ON, PAGES, test } from './support/pages.ts';

test('the list of pages, which the tests over all of them go through, has every page', async () => {
	const files = await readdir('src/routes', { recursive: true });
	const routes = files.filter((file) => file.endsWith('+page.svelte')).map((file) => `/${file.slice(0, -'/+page.svelte'.length)}`);
	expect([...PAGES.map(({ route }) => route), ...LEADS_ON].sort()).toEqual(routes.map((route) => route.replace('/+page.svelte'.slice(0, -1), '/')).sort());
});
