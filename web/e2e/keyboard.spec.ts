import { keepsFocus, settled, tabThrough } from './support/keys.ts';
import { focusOpener, nameOf, openBy, PAGES, test, visit } from './support/pages.ts';

test.describe.configure({ timeout: 60_000 });
test.use({ actionTimeout: 7_000 });

for (const listed of PAGES)
	test(`${listed.route} by keys: Tab comes to everything, and what opens keeps the focus and gives it back`, async ({ page, scene }) => {
		await visit(page, listed, scene);
		await tabThrough(page, listed.route);
		for (const opens of listed.opens ?? []) {
			const opener = await focusOpener(page, opens);
			const opened = await openBy(page, opens);
			if (await opened.evaluate((over) => over.localName === 'dialog')) {
				await settled(page);
				await tabThrough(page, nameOf(opens), 'dialog[open]');
			}
			await keepsFocus(page, opened, opener, nameOf(opens));
		}
	});
