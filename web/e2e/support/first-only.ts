/**
 * Where what comes first is all that is shown: sign-ins are no more; the newest of the
 * trail tells what became of a request, and who somebody is.
 */
export const FIRST_ONLY = [
	'/me/account /v1/me/sign-ins',
	'/a/[account]/codes /v1/accounts/[account]/events',
	'/a/[account]/clients /v1/accounts/[account]/events',
	'/a/[account]/events /v1/accounts/[account]/drivers',
	'/a/[account]/events /v1/accounts/[account]/users'
];
