import type { HandleClientError } from '@sveltejs/kit';
import { Problem } from '#lib/api/problem.ts';
import { connection } from '#lib/session/connection.svelte.ts';
import { watchForNewer } from '#lib/session/newer.ts';
import { watchForSecrets } from '#lib/session/secret.ts';

watchForSecrets();
watchForNewer();

/**
 * What the error page says of what no `load` has turned into words. A page that is not there is no
 * fault of the console's, nor is one whose code could not be fetched: the log keeps quiet of both.
 */
export const handleError: HandleClientError = ({ error, status, message }) => {
	if (status === 404) return { message };
	const problem = isOutOfReach(error) ? connection.failed() : error;
	if (problem instanceof Problem) return { message: problem.message, code: problem.code, requestId: problem.requestId };
	console.error(error);
	return { message: 'Something went wrong on this page.' };
};

/** Whether a page's own code or looks could not be fetched: each browser says so in its own words, and so does Vite. */
function isOutOfReach(error: unknown): boolean {
	return error instanceof Error && /dynamically imported module|importing a module script|preload CSS/i.test(error.message);
}
