import type { HandleClientError } from '@sveltejs/kit';
import { watchForNewer } from '#lib/session/newer.ts';
import { watchForSecrets } from '#lib/session/secret.ts';

watchForSecrets();
watchForNewer();

/** A page that is not there is no fault of the console's: the error page says it, the log does not. */
export const handleError: HandleClientError = ({ error, status, message }) => {
	if (status !== 404) console.error(error);
	return { message };
};
