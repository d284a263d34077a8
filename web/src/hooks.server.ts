import type { Handle } from '@sveltejs/kit';

// Runs as `index.html` is built, and never after it: no page is drawn by a server.
const language = process.env.CONSOLE_LANGUAGE ?? 'en';

/** The page says which language it was built in. */
export const handle: Handle = ({ event, resolve }) =>
	resolve(event, { transformPageChunk: ({ html }) => html.replace('<html lang="en">', `<html lang="${language}">`) });
