// What the tests ask of the service beside the pages: its inbox, its clock, and calls that set the scene.
export type Mail = { to: string[]; subject: string; text: string };

export const origin = (): string => process.env.CODRIVER_ORIGIN ?? '';

export async function api<T = any>(token: string | null, method: string, path: string, body?: unknown): Promise<T> {
	const response = await fetch(origin() + path, {
		method,
		headers: {
			...(body === undefined ? {} : { 'content-type': 'application/json' }),
			...(token ? { authorization: `Bearer ${token}` } : {})
		},
		body: body === undefined ? undefined : JSON.stringify(body)
	});
	const text = await response.text();
	if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
	return (text ? JSON.parse(text) : undefined) as T;
}

/** The newest mail to an address that has `words` in it. */
export async function mailTo(address: string, words: RegExp): Promise<Mail> {
	for (let tried = 0; tried < 50; tried++) {
		const { items } = await api<{ items: Mail[] }>(null, 'GET', `/_local/emails?to=${encodeURIComponent(address)}`);
		const found = items.find(({ text }) => words.test(text));
		if (found) return found;
		await new Promise((resolve) => setTimeout(resolve, 100));
	}
	throw new Error(`no mail to ${address} with ${words}`);
}

export async function codeFor(address: string): Promise<string> {
	return /^Code: (\S+)/m.exec((await mailTo(address, /^Code: /m)).text)?.[1] ?? '';
}

/** The part of a mail's newest link to a page from its path on: the origin is the one under test. */
export async function linkFor(address: string, page = 'sign-in'): Promise<string> {
	const link = new RegExp(`/${page}#\\S+`);
	return link.exec((await mailTo(address, link)).text)?.[0] ?? '';
}

export async function signInToken(address: string): Promise<string> {
	const { attempt } = await api<{ attempt: string }>(null, 'POST', '/v1/sign-in', { email: address });
	const code = await codeFor(address);
	return (await api<{ token: string }>(null, 'POST', '/v1/sign-in/confirm', { attempt, code })).token;
}

let counter = 0;
/** A name that no other test uses. */
export function fresh(what: string): string {
	return `${what}-${process.pid}-${Date.now().toString(36)}-${counter++}`;
}

export const address = (what: string): string => `${fresh(what)}@example.com`;

export type Company = { id: string; name: string; holder: string; token: string };

export async function company(seats = 50, name = fresh('Company')): Promise<Company> {
	const holder = address('holder');
	const token = await signInToken(holder);
	const { id } = await api<{ id: string }>(token, 'POST', '/v1/accounts', { name });
	if (seats !== 5)
		await api(process.env.CODRIVER_OPERATOR_TOKEN ?? '', 'PUT', `/v1/operator/accounts/${id}`, {
			seat_limit: seats,
			mail_limit: 10_000
		});
	return { id, name, holder, token };
}

type Row = { email: string; name?: string; groups?: string[] };
export async function addUsers(of: Company, users: Row[], invite = false): Promise<string[]> {
	const ids: string[] = [];
	for (let at = 0; at < users.length; at += 1_000) {
		const path = `/v1/accounts/${of.id}/users/import?invite=${invite}`;
		const answer = await api(of.token, 'POST', path, { users: users.slice(at, at + 1_000) });
		ids.push(...answer.results.map(({ user_id }: { user_id: string }) => user_id));
	}
	return ids;
}

/** Makes an address manager of a company, and answers the token that it was accepted with. */
export async function manage(of: Company, email: string, scope: object, token?: string): Promise<string> {
	await api(of.token, 'POST', `/v1/accounts/${of.id}/managers`, { email, scope });
	const theirs = token ?? (await signInToken(email));
	await api(theirs, 'POST', `/v1/me/invitations/${of.id}/accept`);
	return theirs;
}

export type Batch = { id: string; course: string; seller: Company; codes: string[] };

/** A reseller's codes for a course of its own. */
export async function codes(quantity: number, days = 30): Promise<Batch> {
	const operator = process.env.CODRIVER_OPERATOR_TOKEN ?? '';
	const seller = await company();
	await api(operator, 'PUT', `/v1/operator/accounts/${seller.id}`, { reseller: true });
	const course = fresh('Winter driving');
	const modules = [{ title: 'Grip' }, { title: 'Braking on ice' }];
	const made = await api(operator, 'POST', '/v1/operator/courses', { title: course, summary: '', modules, active: true });
	const order = { kind: 'codes', course_id: made.id, quantity, duration_days: days };
	const { batch_id: id } = await api(seller.token, 'POST', `/v1/accounts/${seller.id}/orders`, order);
	const { items } = await api(seller.token, 'GET', `/v1/accounts/${seller.id}/code-batches/${id}/codes?limit=100`);
	return { id, course, seller, codes: items.map(({ code }: { code: string }) => code) };
}

/** A course of the catalogue that no other test uses, with these modules. */
export async function course(modules = ['Grip', 'Braking on ice'], more: object = {}): Promise<{ id: string; title: string; modules: { id: string }[] }> {
	const body = { title: fresh('Winter driving'), summary: 'What to do when the wheels slip.', modules: modules.map((title) => ({ title })), active: true, ...more };
	return api(process.env.CODRIVER_OPERATOR_TOKEN ?? '', 'POST', '/v1/operator/courses', body);
}

export async function licences(of: Company, course_id: string, quantity: number): Promise<void> {
	await api(of.token, 'POST', `/v1/accounts/${of.id}/orders`, { kind: 'licences', course_id, quantity });
}

export async function assign(of: Company, course_id: string, user_ids: string[], more: object = {}): Promise<void> {
	await api(of.token, 'POST', `/v1/accounts/${of.id}/enrolments`, { course_id, user_ids, ...more });
}

/** A user who has joined, with their own sign-in. */
export async function driver(of: Company, name: string, groups: string[] = []): Promise<{ id: string; email: string; name: string; token: string }> {
	const email = address('driver');
	const [id = ''] = await addUsers(of, [{ email, name, groups }], true);
	const token = (await linkFor(email, 'activate')).split('#')[1];
	return { id, email, name, token: (await api(null, 'POST', '/v1/activations', { token })).token };
}

/** A driver completes so many modules of a course, each with a score. */
export async function take(token: string, course_id: string, modules: number, score = 80): Promise<void> {
	const { items } = await api(token, 'GET', '/v1/me/enrolments?limit=100');
	const found = items.find((enrolment: { course: { id: string } }) => enrolment.course.id === course_id);
	for (const { id } of found.modules.slice(0, modules))
		await api(token, 'POST', `/v1/me/enrolments/${found.id}/results`, { module_id: id, completed: true, score });
}

/** A route on a day, from one hour to another (UTC), with drivers on it. */
export async function route(of: Company, name: string, day: string, [from, to]: [string, string], drivers: string[] = []): Promise<{ id: string; version: number }> {
	const body = { name, starts_at: `${day}T${from}:00Z`, ends_at: `${day}T${to}:00Z` };
	const made = await api(of.token, 'POST', `/v1/accounts/${of.id}/routes`, body);
	for (const driver of drivers) await api(of.token, 'PUT', `/v1/accounts/${of.id}/routes/${made.id}/drivers/${driver}`);
	return made;
}

/** Somebody who manages a company as its own, and who they are to it. */
export async function instructor(of: Company, name: string): Promise<{ id: string; name: string; email: string; token: string }> {
	const email = address('instructor');
	const token = await signInToken(email);
	await api(token, 'PATCH', '/v1/me', { name });
	await manage(of, email, { kind: 'company' }, token);
	const { person } = await api(token, 'GET', '/v1/me');
	return { id: person.id, name, email, token };
}

/** A company that invites a firm, which accepts unless it is to do so in the test. */
export async function client(firm: Company, name: string, accept = true): Promise<Company> {
	const made = await company(50, name);
	await api(made.token, 'POST', `/v1/accounts/${made.id}/managers`, { firm_id: firm.id, scope: { kind: 'company' } });
	if (accept) await api(firm.token, 'POST', `/v1/accounts/${firm.id}/clients/${made.id}/accept`);
	return made;
}

/** The address that a certificate's QR leads to, out of its PDF. */
export async function certificateLink(token: string, record: string): Promise<string> {
	const answer = await fetch(`${origin()}/v1/me/records/${record}/certificate`, { headers: { authorization: `Bearer ${token}` } });
	return /\/certificate#[0-9A-Z-]+/.exec(Buffer.from(await answer.arrayBuffer()).toString('latin1'))?.[0] ?? '';
}

/** The part of an address from its path on: the origin is the one under test. */
export const pathOf = (url: string): string => url.replace(/^https?:\/\/[^/]+/, '');
