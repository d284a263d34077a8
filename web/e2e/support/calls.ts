// What pages ask of the service when they are opened.
const a = '/a/[account]';
const own = '/v1/accounts/{account}';
const mine = (...paths: string[]) => [own, ...paths.map((path) => `${own}/${path}`), '/v1/me'].sort();
/** What each page waits for before it stands. */
export const CALLS: Record<string, string[]> = {
	'/sign-in': [],
	'/activate': ['/v1/invitations/preview', '/v1/me'],
	'/invitation': ['/v1/invitations/preview', '/v1/me'],
	'/invite-me': [`${own}/groups`, '/v1/invite-urls/preview', '/v1/me'],
	'/invite-me as nobody': ['/v1/me'],
	'/redeem': ['/v1/me'],
	'/certificate': ['/v1/certificates/check'],
	'/report': ['/v1/reports/open'],
	'/stop-mails': [],
	[`${a}/users`]: mine('groups', 'users'),
	[`${a}/users/import`]: mine('groups'),
	[`${a}/users/[user]`]: mine('groups', 'users/{id}', 'users/{id}/activity', 'users/{id}/report'),
	[`${a}/groups`]: mine('groups'),
	[`${a}/groups/[group]`]: mine('groups', 'users'),
	[`${a}/courses`]: [...mine('licences', 'orders'), '/v1/courses'].sort(),
	[`${a}/courses/[course]`]: [...mine('licences', 'reports'), '/v1/courses/{id}'].sort(),
	[`${a}/records`]: [...mine('records'), '/v1/courses'].sort(),
	[`${a}/reports`]: mine('groups', 'reports', 'reports/summary'),
	[`${a}/reports/links`]: mine('report-links'),
	[`${a}/sessions`]: mine('sessions'),
	[`${a}/drivers`]: mine('drivers'),
	[`${a}/drivers/share`]: ['/v1/accounts', ...mine('drivers')],
	[`${a}/routes`]: mine('drivers', 'routes'),
	[`${a}/codes`]: mine('code-batches', 'orders'),
	[`${a}/codes as partner`]: mine('code-batches', 'orders'),
	[`${a}/codes/[batch]`]: mine('code-batches/{id}', 'code-batches/{id}/codes'),
	[`${a}/codes/[batch]/sheet`]: mine('code-batches/{id}', 'code-batches/{id}/codes'),
	[`${a}/managers`]: mine('groups', 'managers'),
	[`${a}/clients`]: mine('clients', 'events', 'managers', 'users'),
	[`${a}/events`]: [...mine('events', 'groups'), '/v1/courses'].sort(),
	[`${a}/settings`]: mine('api-keys', 'refused', 'settings/emails', 'settings/reminders', 'users'),
	[`${a}/settings/mails/[kind]`]: mine('settings/emails/training_session', 'settings/emails/training_session/preview'),
	'/choose': ['/v1/me', '/v1/me/invitations'],
	'/me/overview': ['/v1/me', '/v1/me/reports/overview'],
	'/me': ['/v1/me', '/v1/me/enrolments', '/v1/me/records', '/v1/me/routes', '/v1/me/sessions'],
	'/me/courses/[enrolment]': ['/v1/me', '/v1/me/enrolments'],
	'/me/account': ['/v1/me', '/v1/me/invite-url', '/v1/me/mails', '/v1/me/report-links', '/v1/me/sign-ins'],
	[a]: mine(),
	'/operator': ['/v1/courses', '/v1/me', '/v1/operator/health', '/v1/operator/orders', '/v1/operator/requests'],
	'/operator/courses': ['/v1/courses', '/v1/me'],
	'/operator/accounts': ['/v1/me', '/v1/operator/accounts']
};
/** What is asked for once the page stands. */
const AFTER: Record<string, RegExp> = {
	// What became of a request.
	[`${a}/codes as partner`]: /\/events\?/,
	// Which codes were redeemed when: what the chart counts.
	[`${a}/codes/[batch]`]: /\/codes\?status=redeemed/,
	// Who is meant.
	[`${a}/events`]: /\/(users|drivers)[?/]/,
	// With whom a driver is shared.
	[`${a}/users/[user]`]: /\/drivers\/usr_/
};
export const isLater = (page: string, url: string): boolean => AFTER[page]?.test(url) ?? false;
