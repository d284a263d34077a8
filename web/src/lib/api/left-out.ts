/**
 * The operations that the console does not call, by reason. An operation that is in neither place, or
 * in both, fails a test, so that none is forgotten.
 */
export const leftOut: Record<string, string[]> = {
	'whether anything answers is asked past the client, which would wait and try again': [
		'GET /v1/health'
	],
	'it is for programs, not for pages': [
		'GET /v1/openapi.json',
		'GET /v1/problems/{code}'
	],
	'adding goes through the import, which answers for each row and makes groups': [
		'POST /v1/accounts/{account}/users'
	],
	'drivers tell by themselves whom they are shared with, beside what tells them apart': [
		'GET /v1/accounts/{account}/shares/{recipient}'
	],
	'the list of orders tells all of it': [
		'GET /v1/accounts/{account}/orders/{order}'
	]
};
