// One company with everything in it, made once for a worker's tests that only look.
import { addUsers, address, api, assign, certificateLink, client, company, course, driver, fresh, instructor, licences, linkFor, manage, pathOf, route, take } from './service.ts';

/** The day of the routes and sessions of the scene. */
export const DAY = '2031-03-10';
export const USERS = 60;

const day = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString();

/** Drivers, of whom some have learned, and everything that a course brings with it. */
async function learned() {
	const firm = await company(200, `The Honourable Company of ${fresh('Hauliers')} and Sons`);
	const made = await course(['Grip', 'Braking on ice'], { valid_months: 24, summary: 'What to do when the wheels slip. '.repeat(12) });
	await licences(firm, made.id, USERS + 20);
	const ann = await driver(firm, 'Ann Lee', ['North', 'A group with a name that is rather long']);
	const hubert = await driver(firm, 'Hubert Wolfeschlegelsteinhausenbergerdorff Senior of that Company', ['North']);
	const rows = Array.from({ length: USERS }, (_, n) => ({ email: address(`driver${n}`), name: `Driver ${n}`, groups: ['South'] }));
	const others = await addUsers(firm, rows);
	await assign(firm, made.id, [ann.id, hubert.id, ...others], { due_on: '2031-01-31' });
	await take(ann.token, made.id, 2, 90);
	await take(hubert.token, made.id, 1);
	// One of the samples, which has a text to read.
	const sample = 'crs_01M6A6FT000000000000000010';
	await licences(firm, sample, 1);
	await assign(firm, sample, [ann.id], { due_on: day(5).slice(0, 10) });
	return { firm, course: made, ann, hubert, sample };
}

async function dated({ firm, ann, hubert }: { firm: Awaited<ReturnType<typeof company>>; ann: { id: string }; hubert: { id: string } }) {
	const home = `/v1/accounts/${firm.id}`;
	const body = { place: 'A hall with a name that is rather long, behind the other one' };
	await api(firm.token, 'POST', `${home}/sessions`, { ...body, title: 'Skid pan', starts_at: day(2), ends_at: day(2.1), user_ids: [ann.id, hubert.id] });
	await api(firm.token, 'POST', `${home}/sessions`, { ...body, title: 'Loading', starts_at: `${DAY}T08:00:00Z`, ends_at: `${DAY}T09:00:00Z` });
	await route(firm, 'North Run', DAY, ['07:00', '15:00'], [ann.id]);
	await route(firm, 'A route with a name that goes on for longer than its piece', DAY, ['07:00', '09:30'], [hubert.id]);
	await route(firm, 'Nobody’s', DAY, ['06:00', '20:00']);
	await route(firm, 'Tomorrow', day(1).slice(0, 10), ['06:00', '12:00'], [ann.id]);
}

/** Codes of the company, which is made a reseller. */
async function sold(firm: Awaited<ReturnType<typeof company>>, course_id: string) {
	const home = `/v1/accounts/${firm.id}`;
	await api(process.env.CODRIVER_OPERATOR_TOKEN ?? '', 'PUT', `/v1/operator/accounts/${firm.id}`, { reseller: true });
	const { batch_id } = await api(firm.token, 'POST', `${home}/orders`, { kind: 'codes', course_id, quantity: 30, duration_days: 30, label: 'Spring' });
	const { items } = await api(firm.token, 'GET', `${home}/code-batches/${batch_id}/codes?limit=100`);
	const [used, free] = items.map(({ code }: { code: string }) => code);
	await api(firm.token, 'POST', `${home}/redemptions`, { redemptions: [{ code: used, email: address('redeems') }] });
	return { batch: batch_id as string, code: free as string };
}

export type Scene = Awaited<ReturnType<typeof scene>>;

export async function scene() {
	const { firm, course: taught, ann, hubert, sample } = await learned();
	const home = `/v1/accounts/${firm.id}`;
	await dated({ firm, ann, hubert });
	const { batch, code } = await sold(firm, taught.id);

	const partner = await company(5, `${fresh('Partner')} Logistics`);
	const theirs = await driver(partner, 'Paul Partner');
	await api(firm.token, 'POST', `${home}/shares/${partner.id}`, { driver_ids: [ann.id] });
	await api(partner.token, 'POST', `/v1/accounts/${partner.id}/shares/${firm.id}`, { driver_ids: [theirs.id] });

	const mary = await instructor(firm, 'Mary Moss');
	const leeds = await client(firm, `${fresh('Leeds')} Buses`);
	await client(firm, `${fresh('York')} Trams`, false);
	await api(firm.token, 'PUT', `${home}/clients/${leeds.id}/people`, { person_ids: [mary.id] });
	await api(firm.token, 'PUT', `${home}/clients/${leeds.id}/labels`, { labels: ['North', 'a label that is rather long for a chip'] });
	await api(mary.token, 'PUT', `/v1/me/contexts/${firm.id}/labels`, { labels: ['corporate'] });
	await api(firm.token, 'PUT', `${home}/admins/${hubert.id}`);
	const other = await company();
	await manage(other, mary.email, { kind: 'company' }, mary.token);
	const { url: inviteMe } = await api(mary.token, 'POST', '/v1/me/invite-url');
	const third = await company();
	await api(third.token, 'POST', `/v1/accounts/${third.id}/managers`, { email: mary.email, scope: { kind: 'company' } });
	const invited = address('invited-manager');
	await api(firm.token, 'POST', `${home}/managers`, { email: invited, scope: { kind: 'company' } });
	const joins = address('joins');
	await addUsers(firm, [{ email: joins }], true);

	await api(firm.token, 'POST', `${home}/api-keys`, { name: 'The shop', scopes: ['redemptions'] });
	const { url: report } = await api(firm.token, 'POST', `${home}/report-links`, { name: 'An insurer whose name is rather long' });
	await api(ann.token, 'POST', '/v1/me/report-links', { name: 'For an employer' });
	const asks = await company(5);
	await api(asks.token, 'POST', `/v1/accounts/${asks.id}/reseller-request`, { note: 'We run a shop.' });

	await api(firm.token, 'PUT', `${home}/refused/${asks.id}`);

	const records = await api(ann.token, 'GET', '/v1/me/records');
	const enrolments = await api(ann.token, 'GET', '/v1/me/enrolments');
	const groups = await api(firm.token, 'GET', `${home}/groups`);
	return {
		firm,
		partner,
		other,
		ann,
		mary,
		code,
		ids: {
			account: firm.id,
			user: ann.id,
			course: taught.id,
			group: groups.items.find(({ name }: { name: string }) => name === 'North').id as string,
			batch,
			kind: 'training_session',
			enrolment: enrolments.items.find((one: { course: { id: string } }) => one.course.id === sample).id as string
		},
		links: {
			activate: await linkFor(joins, 'activate'),
			'stop-mails': await linkFor(joins, 'stop-mails'),
			invitation: await linkFor(invited, 'invitation'),
			'invite-me': pathOf(inviteMe),
			report: pathOf(report),
			certificate: await certificateLink(ann.token, records.items[0].id),
			redeem: `/redeem#${code}`
		}
	};
}
