import { answer, api, type Schemas } from '#lib/api/client.ts';
import { startOfDay } from '#lib/when.ts';
import { ACTIONS } from './words.ts';

export type Filters = {
	action?: Schemas['Action'];
	/** Who did it: a person or an API key. */
	actor?: string;
	/** What it was done to. */
	subject?: string;
	/** Days in the account's zone, the last one with it. */
	from?: string;
	to?: string;
};

export function readFilters(query: URLSearchParams): Filters {
	const action = ACTIONS.find((known) => known === query.get('action'));
	const day = (name: string) => (/^\d{4}-\d\d-\d\d$/.test(query.get(name) ?? '') ? (query.get(name) as string) : undefined);
	return {
		action,
		actor: query.get('actor') || undefined,
		subject: query.get('subject') || undefined,
		from: day('from'),
		to: day('to')
	};
}

export function listEvents(account: Pick<Schemas['Account'], 'id' | 'time_zone'>, filters: Filters, cursor?: string): Promise<Schemas['EventList']> {
	const { from, to, ...rest } = filters;
	const query = {
		...rest,
		from: from && startOfDay(from, account.time_zone),
		to: to && startOfDay(dayAfter(to), account.time_zone),
		limit: 50,
		cursor
	};
	return answer(api.GET('/v1/accounts/{account}/events', { params: { path: { account: account.id }, query } }));
}

function dayAfter(day: string): string {
	return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}
