import { api } from '#lib/api/client.ts';

/** Downloads the certificate of a record that an account has. */
export async function downloadCertificate(account: string, record: string): Promise<void> {
	const { download } = await import('#lib/api/file.ts');
	const params = { path: { account, record } };
	await download(
		api.GET('/v1/accounts/{account}/records/{record}/certificate', { params, parseAs: 'blob' }),
		'certificate.pdf'
	);
}
