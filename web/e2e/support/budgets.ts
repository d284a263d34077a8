// How much of it each page may load before its first data, by gzip: kB of JavaScript and of CSS.
const a = '/a/[account]';
/** What no page's own budget is above. */
export const MOST = [60, 10] as const;
/** The most that each page was measured to need, and 1 to 3 kB more. */
export const BUDGETS: Record<string, [js: number, css: number]> = {
	'/sign-in': [58, 7],
	'/activate': [60, 7],
	'/invitation': [60, 7],
	'/invite-me': [60, 7],
	'/invite-me as nobody': [58, 7],
	'/redeem': [58, 7],
	'/certificate': [57, 7],
	'/report': [60, 8],
	'/stop-mails': [55, 7],
	[`${a}/users`]: [60, 8],
	[`${a}/users/import`]: [56, 7],
	[`${a}/users/[user]`]: [59, 7],
	[`${a}/groups`]: [54, 7],
	[`${a}/groups/[group]`]: [56, 7],
	[`${a}/courses`]: [56, 7],
	[`${a}/courses/[course]`]: [58, 7],
	[`${a}/records`]: [59, 8],
	[`${a}/reports`]: [60, 8],
	[`${a}/reports/links`]: [54, 7],
	[`${a}/sessions`]: [56, 7],
	[`${a}/drivers`]: [59, 8],
	[`${a}/drivers/share`]: [60, 8],
	[`${a}/routes`]: [58, 8],
	[`${a}/codes`]: [55, 7],
	[`${a}/codes as partner`]: [56, 7],
	[`${a}/codes/[batch]`]: [58, 7],
	[`${a}/codes/[batch]/sheet`]: [58, 7],
	[`${a}/managers`]: [56, 7],
	[`${a}/clients`]: [60, 7],
	[`${a}/events`]: [58, 7],
	[`${a}/settings`]: [60, 7],
	[`${a}/settings/mails/[kind]`]: [59, 7],
	'/choose': [56, 7],
	'/me/overview': [57, 7],
	'/me': [57, 7],
	'/me/courses/[enrolment]': [59, 7],
	'/me/account': [58, 7],
	[a]: [52, 6],
	'/operator': [55, 7],
	'/operator/courses': [52, 7],
	'/operator/accounts': [54, 7]
};
/** What to do when a page has grown. */
export const GROWN =
	'Load what is not needed at first paint by import(), or find what came along in a shared part. If all of it is needed, raise its figure in e2e/support/budgets.ts by what it takes, to 60 kB and 10 kB at most.';
