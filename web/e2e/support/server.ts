// Starts the real server, on a free port and with nothing in it; it serves the console's build too.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PERSON, SECRET } from './secrets.ts';
import { api, signInToken } from './service.ts';

export default async function start(): Promise<() => void> {
	const { stop, told } = await startServer();
	const titles = mkdtempSync(join(tmpdir(), 'codriver-titles-'));
	process.env.CODRIVER_TITLES = titles;
	return () => {
		stop();
		rmSync(titles, { recursive: true });
		const line = told().split('\n').find((line) => SECRET.test(line) || PERSON.test(line));
		if (line) throw new Error(`the server told a secret or an address in its log: ${line}`);
	};
}

/** Starts a server, which those who come after speak to. */
export async function startServer(settings: Record<string, string> = {}): Promise<{ stop: () => void; told: () => string }> {
	const server = spawn(process.env.CODRIVER_BIN ?? '../target/debug/codriver', {
		env: { ...process.env, CODRIVER_PORT: '0', CODRIVER_DATA: ':memory:', ...settings },
		stdio: ['ignore', 'pipe', 'pipe']
	});
	let said = '';
	server.stderr.on('data', (chunk: Buffer) => {
		said += chunk.toString();
		process.stderr.write(chunk);
	});
	process.env.CODRIVER_ORIGIN = await new Promise<string>((resolve, reject) => {
		server.stdout.on('data', (chunk: Buffer) => {
			said += chunk.toString();
			const origin = /listening on (http:\/\/\S+)/.exec(said)?.[1];
			if (origin) resolve(origin);
		});
		server.on('error', reject);
		server.on('exit', (code) => reject(new Error(`the server ended with ${code}`)));
	});
	// The console may be built on the first start; until then the pages say so.
	for (let tried = 0; tried < 60; tried++) {
		const page = await (await fetch(`${process.env.CODRIVER_ORIGIN}/sign-in`, { headers: { accept: 'text/html' } })).text();
		if (page.includes('/_app/immutable/')) break;
		await new Promise((resolve) => setTimeout(resolve, 1_000));
	}
	// One sign-in for all tests: an address may ask for few.
	process.env.CODRIVER_OPERATOR_TOKEN = await signInToken('operator@codriver.test');
	await api(process.env.CODRIVER_OPERATOR_TOKEN, 'GET', '/v1/me');
	// What it begins with says how a code is typed.
	const begun = said.length;
	return { stop: () => void server.kill(), told: () => said.slice(begun) };
}
