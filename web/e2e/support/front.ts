import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createSecureServer } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { origin } from './service.ts';

/** A certificate that nobody trusts. */
function certificate(): { key: Buffer; cert: Buffer } {
	const home = mkdtempSync(join(tmpdir(), 'codriver-front-'));
	const [key, cert] = [join(home, 'key.pem'), join(home, 'cert.pem')];
	const options = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2', '-subj', '/CN=localhost'];
	execFileSync('openssl', [...options, '-keyout', key, '-out', cert], { stdio: 'ignore' });
	const made = { key: readFileSync(key), cert: readFileSync(cert) };
	rmSync(home, { recursive: true });
	return made;
}

/** Stands before the server as what is deployed stands before it: by HTTP/2, and compressed. */
export async function front(): Promise<{ url: string; close: () => void }> {
	const packed = new Map<string, Buffer>();
	const server = createSecureServer({ ...certificate(), allowHTTP1: true }, async (request, answer) => {
		const headers = Object.fromEntries(Object.entries(request.headers).filter(([name]) => !/^(:|host$|connection$|accept-encoding$)/.test(name)));
		const found = await fetch(origin() + request.url, { method: request.method, headers: headers as Record<string, string>, redirect: 'manual' });
		const body = Buffer.from(await found.arrayBuffer());
		const kept = [...found.headers].filter(([name]) => !/^(content-length|connection|transfer-encoding|keep-alive)$/.test(name));
		const packs = body.length > 500 && /text|javascript|json|svg/.test(found.headers.get('content-type') ?? '');
		answer.writeHead(found.status, Object.fromEntries(packs ? [...kept, ['content-encoding', 'gzip']] : kept));
		const key = `${request.url} ${body.length}`;
		if (packs && !packed.has(key)) packed.set(key, gzipSync(body));
		answer.end(packs ? packed.get(key) : body);
	}).listen(0);
	await new Promise((ready) => server.once('listening', ready));
	return { url: `https://localhost:${(server.address() as AddressInfo).port}`, close: () => server.close() };
}
