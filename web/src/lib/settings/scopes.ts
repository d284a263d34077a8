import type { Schemas } from '#lib/api/client.ts';

/** What an API key may be used for. */
export const SCOPES: Record<Schemas['KeyScope'], { name: string; what: string }> = {
	users: { name: 'Users', what: 'add, change and remove users and groups' },
	reports: { name: 'Reports', what: 'read reports and records' },
	codes: { name: 'Codes', what: 'order, void and send codes' },
	redemptions: { name: 'Redemptions', what: 'redeem codes for drivers' }
};
