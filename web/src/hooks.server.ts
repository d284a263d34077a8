import type { Handle } from '@sveltejs/kit';

/** What `app.html` says before there is a page, and in which language all of this is built. */
const SAID = {
	language: process.env.CONSOLE_LANGUAGE || 'en',
	description: 'Codriver: driver training and driver management for companies.',
	'no-script': 'Codriver needs JavaScript. Switch it on for this site and load the page again.'
};

/** Runs as `index.html` is built, and never after it: no page is drawn by a server. */
export const handle: Handle = ({ event, resolve }) =>
	resolve(event, {
		transformPageChunk: ({ html }) => Object.entries(SAID).reduce((made, [name, said]) => made.replace(`%${name}%`, said), html)
	});
