import type { BrowserContext, Page } from '@playwright/test';
import { settled } from './support/keys.ts';
import { scene, type Scene } from './support/scene.ts';
import { address, api, codes, driver, manage, signInToken } from './support/service.ts';
import { comeAs, expect, open, test } from './support/test.ts';

type Somebody = { account: string; token: string };

/** Who sees less than a company's holder, or other things. */
const ROLES: Record<string, (scene: Scene) => Promise<Somebody>> = {
	'an admin': async ({ firm }) => {
		const { id, token } = await driver(firm, 'Ada Admin');
		await api(firm.token, 'PUT', `/v1/accounts/${firm.id}/admins/${id}`);
		return { account: firm.id, token };
	},
	'a manager of the company': async ({ firm }) => ({ account: firm.id, token: await manage(firm, address('of-all'), { kind: 'company' }) }),
	'a manager of groups': async ({ firm, ids }) => ({ account: firm.id, token: await manage(firm, address('of-groups'), { kind: 'groups', group_ids: [ids.group] }) }),
	'a manager of drivers': async ({ firm, ids }) => ({ account: firm.id, token: await manage(firm, address('of-drivers'), { kind: 'drivers', user_ids: [ids.user] }) }),
	'the holder of an individual account': async () => {
		const batch = await codes(1);
		const token = await signInToken(address('alone'));
		await api(token, 'POST', '/v1/redemptions', { code: batch.codes[0] });
		const { contexts } = await api(token, 'GET', '/v1/me');
		return { account: contexts[0].account.id, token };
	}
};

test('nothing that somebody of any role is shown leads to what is refused', async ({ page, context }) => {
	test.setTimeout(180_000);
	const whole = await scene();
	for (const [role, somebody] of Object.entries(ROLES)) {
		const { account, token } = await somebody(whole);
		await comeAs(context, token);
		const { refused, stop } = watch(context);
		expect.soft(await follow(page, `/a/${account}`), role).toContain('/a/*/reports');
		expect.soft(refused, role).toEqual([]);
		stop();
	}
});

/** The calls that the pages make and that are refused, or find nothing. */
function watch(context: BrowserContext): { refused: string[]; stop: () => void } {
	const refused: string[] = [];
	const note = (response: { url: () => string; status: () => number }) => {
		if (response.url().includes('/v1/') && [403, 404].includes(response.status())) refused.push(`${response.status()} ${response.url()}`);
	};
	context.on('response', note);
	return { refused, stop: () => context.off('response', note) };
}

/** Goes through every page of an account that links lead to, one of each kind. */
async function follow(page: Page, first: string): Promise<string[]> {
	const [seen, ahead] = [new Set<string>(), [first]];
	for (let path = ahead.shift(); path; path = ahead.shift()) {
		if (seen.has(kind(path))) continue;
		seen.add(kind(path));
		await open(page, path);
		await expect.soft(page.locator('h1'), path).not.toHaveText(/^(Not for your role|No longer yours, or never was|This page could not be loaded)$/);
		await settled(page);
		await expect.soft(page.getByText('The holder and the admins share drivers'), path).toHaveCount(0);
		ahead.push(...(await page.locator('a[href^="/a/"]').evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''))));
	}
	return [...seen];
}

/** A page, whichever thing it is of. */
const kind = (path: string): string => path.replace(/[a-z]{3}_\w{26}/g, '*').replace(/[?#].*/, '');
