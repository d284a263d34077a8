import adapter from '@sveltejs/adapter-static';

/** @type {import('@sveltejs/kit').Config} */
export default {
	compilerOptions: { runes: true },
	kit: {
		// Every page is drawn in the browser: the server and the bucket know files only, and answer
		// index.html for a path that is none. Whoever builds beside what is served says where.
		adapter: adapter({ pages: process.env.CONSOLE_BUILD ?? 'build', fallback: 'index.html' }),
		// Only what was built runs, and only this origin is spoken to. Kit's announcer of page changes
		// sets its own style attribute, so those are let through.
		csp: {
			mode: 'hash',
			directives: {
				'default-src': ['none'],
				'script-src': ['self'],
				'style-src': ['self'],
				'style-src-attr': ['unsafe-inline'],
				'img-src': ['self', 'data:'],
				'connect-src': ['self'],
				'manifest-src': ['self'],
				'base-uri': ['none'],
				'form-action': ['none'],
				'object-src': ['none']
			}
		}
	}
};
