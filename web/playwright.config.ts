import { defineConfig } from '@playwright/test';

// No test's page lives long enough for code that is made faster to be worth the making; where quickness is judged it is.
const asItComes = process.env.CODRIVER_ROWS ? [] : ['--js-flags=--no-opt'];

export default defineConfig({
	testDir: 'e2e',
	testMatch: '**/*.spec.ts',
	globalSetup: './e2e/support/server.ts',
	// More than processors: a page waits as much as it computes.
	workers: 3,
	fullyParallel: true,
	timeout: 30_000,
	expect: { timeout: 7_000 },
	reporter: process.env.CI ? [['dot']] : [['list']],
	use: {
		viewport: { width: 1280, height: 800 },
		locale: 'en-GB',
		timezoneId: 'Europe/Berlin',
		trace: 'off',
		launchOptions: {
			executablePath: '/usr/bin/chromium-headless-shell',
			args: [
				...asItComes,
				'--no-sandbox',
				'--disable-gpu',
				'--disable-quic',
				'--no-first-run',
				'--disable-background-networking',
				'--disable-component-update',
				'--disable-sync'
			]
		}
	}
});
