import { answer, api, type Schemas } from '#lib/api/client.ts';
import { Once } from '#lib/api/once.ts';
import { sentence } from '#lib/api/problem.ts';
import { toasts } from '#lib/ui/toasts.svelte.ts';
import { nameOf } from '#lib/users/words.ts';
import type { Driver } from './words.ts';

const MOST_AT_ONCE = 100;

/** Shares some drivers, or all: as many calls as that takes. Answers how many are shared now that were not. */
export async function shareDrivers(account: string, recipient: string, ids: string[] | 'all', once = new Once()): Promise<number> {
	let shared = 0;
	const share = async (body: Schemas['ShareDriversInput']) => {
		const path = { account, recipient };
		const done = await once.send(body, (header) => api.POST('/v1/accounts/{account}/shares/{recipient}', { params: { path, header }, body }));
		shared += done.shared;
		return done.complete;
	};
	if (ids === 'all') while (!(await share({ all: true })));
	else
		for (let at = 0; at < ids.length; at += MOST_AT_ONCE)
			while (!(await share({ driver_ids: ids.slice(at, at + MOST_AT_ONCE) })));
	return shared;
}

/** Takes a driver back from another account, at once; it can be undone. `onchange` is told of both. */
export async function unshareDriver(account: string, driver: Driver, from: Schemas['AccountRef'], onchange: () => void): Promise<void> {
	const path = { account, recipient: from.id, user: driver.id };
	try {
		await answer(api.DELETE('/v1/accounts/{account}/shares/{recipient}/{user}', { params: { path } }));
		toasts.undoable(`${nameOf(driver)} is no longer shared with ${from.name}.`, () => void shareAgain(account, driver, from, onchange));
	} catch (problem) {
		toasts.say(`${nameOf(driver)}: ${sentence(problem)}`, true);
	}
	onchange();
}

async function shareAgain(account: string, driver: Driver, recipient: Schemas['AccountRef'], onchange: () => void): Promise<void> {
	try {
		await shareDrivers(account, recipient.id, [driver.id]);
		toasts.say(`${nameOf(driver)} is shared with ${recipient.name} again.`);
	} catch (problem) {
		toasts.say(`${nameOf(driver)}: ${sentence(problem)}`, true);
	}
	onchange();
}
