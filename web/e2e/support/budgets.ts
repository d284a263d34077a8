// How much of it each page may load before its first data, by gzip: kB of JavaScript and of CSS.
const a = '/a/[account]';
/** What no page's own budget is above. */
export const MOST = [60, 10] as const;
/** What each page was measured to need, and some 5 kB more: where the machine is busy, what a page fetches once it stands may come before its first data. */
export const BUDGETS: Record<string, [js: number, css: number]> = {
	'/sign-in': [60, 7],
	'/activate': [60, 7],
	'/invitation': [60, 7],
	'/invite-me': [60, 7],
	'/invite-me as nobody': [60, 7],
	'/redeem': [60, 7],
	'/certificate': [58, 7],
	'/report': [60, 8],
	'/stop-mails': [59, 7],
	[`${a}/users`]: [60, 8],
	[`${a}/users/import`]: [60, 7],
	[`${a}/users/[user]`]: [60, 7],
	[`${a}/groups`]: [58, 7],
	[`${a}/groups/[group]`]: [60, 7],
	[`${a}/courses`]: [60, 7],
	[`${a}/courses/[course]`]: [60, 7],
	[`${a}/records`]: [60, 8],
	[`${a}/reports`]: [60, 8],
	[`${a}/reports/links`]: [58, 7],
	[`${a}/sessions`]: [60, 7],
	[`${a}/drivers`]: [60, 8],
	[`${a}/drivers/share`]: [60, 8],
	[`${a}/routes`]: [60, 8],
	[`${a}/codes`]: [58, 7],
	[`${a}/codes as partner`]: [60, 7],
	[`${a}/codes/[batch]`]: [60, 7],
	[`${a}/codes/[batch]/sheet`]: [60, 7],
	[`${a}/managers`]: [60, 7],
	[`${a}/clients`]: [60, 7],
	[`${a}/events`]: [60, 7],
	[`${a}/settings`]: [60, 7],
	[`${a}/settings/mails/[kind]`]: [60, 7],
	'/choose': [60, 7],
	'/me/overview': [60, 7],
	'/me': [60, 7],
	'/me/courses/[enrolment]': [58, 7],
	'/me/account': [60, 7],
	[a]: [56, 6],
	'/operator': [58, 7],
	'/operator/courses': [56, 7],
	'/operator/accounts': [57, 7]
};
/** What to do when a page has grown. */
export const GROWN =
	'Load what is not needed at first paint by import(), or find what came along in a shared part. If all of it is needed, raise its figure in e2e/support/budgets.ts by what it takes, to 60 kB and 10 kB at most.';
