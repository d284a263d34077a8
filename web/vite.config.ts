/// <reference types="vitest/config" />
import { sveltekit } from '@sveltejs/kit/vite';
import { fileURLToPath } from 'node:url';
import { defineConfig, runnerImport, type Plugin } from 'vite';

// Where `npm run dev` finds the API; the server takes changing calls from its own origin only.
const api = process.env.CODRIVER_URL ?? 'http://127.0.0.1:3000';
const toApi = {
	target: api,
	changeOrigin: true,
	headers: { origin: new URL(api).origin }
};

// What every page of an account loads: as one file it is smaller, by gzip, than as twenty.
const everywhere = /node_modules|src\/lib\/(access|when|figures|filters|account\/pages|api\/(client|problem|send|list)|contexts\/where|session\/(me|session|connection|PersonMenu|Shell)|ui\/(begin|Button|Download|More|menu|Toasts|toasts|focus|Top|Nothing|Badge|Meter|ListEnd|soon|keys))\b/;

// English stands in the sources; another language is put in its place as they are built, by tools that a build in
// English does without.
const language = process.env.CONSOLE_LANGUAGE;
const inLanguages = fileURLToPath(new URL('texts/texts.ts', import.meta.url));
const texts = language ? [(await runnerImport<typeof import('./texts/texts.ts')>(inLanguages)).module.inLanguage(language)] : [];

// Kit builds a server too, to find out what pages need. It draws none of them, so it is built without what
// would be drawn: that makes a build a quarter shorter, and changes nothing of what browsers load.
const sources = fileURLToPath(new URL('src/', import.meta.url));
const drawnInBrowsers: Plugin = {
	name: 'drawn-in-browsers',
	apply: 'build',
	enforce: 'pre',
	load(id, options) {
		const isDrawn = id.startsWith(sources) && id.endsWith('.svelte');
		return options?.ssr && isDrawn ? '<script>const { children } = $props()</script>{@render children?.()}' : null;
	}
};

export default defineConfig({
	plugins: [drawnInBrowsers, ...texts, sveltekit()],
	build: {
		reportCompressedSize: false,
		rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'everywhere', test: everywhere, minShareCount: 3 }] } } }
	},
	server: { proxy: { '/v1': toApi, '/_local': toApi } },
	test: { include: ['src/**/*.test.ts'] }
});
