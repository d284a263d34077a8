import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vitest/config';

// Where `npm run dev` finds the API; the server takes changing calls from its own origin only.
const api = process.env.CODRIVER_URL ?? 'http://127.0.0.1:3000';
const toApi = {
	target: api,
	changeOrigin: true,
	headers: { origin: new URL(api).origin }
};

export default defineConfig({
	plugins: [sveltekit()],
	server: { proxy: { '/v1': toApi, '/_local': toApi } },
	test: { include: ['src/**/*.test.ts'] }
});
