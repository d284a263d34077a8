// A newcomer's first start: from a server that listens, beside sources of which nothing was installed or built yet,
// to somebody who is signed in, in a browser. `node first-start.mjs SERVER PACKAGES`: PACKAGES is a folder of npm's that
// has what drives a browser.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Seconds. */
const MOST = 20;
const [program, packages] = process.argv.slice(2);
// A newcomer has none of npm's packages yet.
const downloads = mkdtempSync(join(tmpdir(), 'npm-'));
const server = spawn(program, {
	env: { ...process.env, CODRIVER_PORT: '0', CODRIVER_DATA: ':memory:', npm_config_cache: downloads },
	stdio: ['ignore', 'pipe', 'inherit']
});
process.on('exit', () => {
	server.kill();
	rmSync(downloads, { recursive: true, force: true });
});

const origin = await new Promise((resolve, reject) => {
	let said = '';
	server.stdout.on('data', (chunk) => {
		process.stdout.write(chunk);
		said += chunk;
		const [, address] = /listening on (http:\/\/\S+)/.exec(said) ?? [];
		if (address) resolve(address);
	});
	server.on('exit', (code) => reject(new Error(`the server ended with ${code}`)));
});
const listening = performance.now();

/** What `asked` gives once it gives something; nothing takes five times as long as all may take. */
async function once(asked, what) {
	while (performance.now() - listening < 5_000 * MOST) {
		const found = await asked();
		if (found) return found;
		await new Promise((resolve) => setTimeout(resolve, 100));
	}
	throw new Error(`never came: ${what}`);
}

await once(async () => {
	const page = await fetch(`${origin}/sign-in`, { headers: { accept: 'text/html' } });
	return (await page.text()).includes('/_app/immutable/');
}, 'the console');
const built = performance.now();

const { chromium } = createRequire(join(packages, 'package.json'))('@playwright/test');
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium-headless-shell', args: ['--no-sandbox', '--disable-gpu'] });
const page = await browser.newPage();
await page.goto(`${origin}/sign-in`);
await page.getByLabel('E-mail').fill('operator@codriver.test');
await page.keyboard.press('Enter');
const code = await once(async () => {
	const { items } = await (await fetch(`${origin}/_local/emails?to=operator%40codriver.test`)).json();
	return /^Code: (\S+)/m.exec(items[0]?.text ?? '')?.[1];
}, 'the code');
await page.getByLabel('Code', { exact: true }).fill(code);
await page.keyboard.press('Enter');
await page.getByRole('button', { name: /^You:/ }).waitFor();
const signedIn = performance.now();
await browser.close();

const seconds = (from, to) => ((to - from) / 1_000).toFixed(1);
console.log(`built after ${seconds(listening, built)} s, signed in after ${seconds(listening, signedIn)} s (at most ${MOST})`);
process.exit(signedIn - listening > 1_000 * MOST ? 1 : 0);
