import type { Schemas } from '#lib/api/client.ts';

type User = Schemas['User'];
type Tone = 'good' | 'warn' | 'bad' | 'plain';

export const ROLES = { holder: 'Holder', admin: 'Admin', driver: 'Driver' } as const;
export const STATUSES = { active: 'Active', invited: 'Invited', added: 'Not invited yet' } as const;

/** What became of the mail that carries an invitation, in words that say what to do. */
const DELIVERY: Record<Schemas['MailStatus'], { text: string; tone: Tone; why: string }> = {
	queued: { text: 'Invited · sending', tone: 'plain', why: 'The mail is about to be sent.' },
	sent: { text: 'Invited · sent', tone: 'plain', why: 'The mail was sent; whether it arrived is not known yet.' },
	delayed: { text: 'Invited · delayed', tone: 'warn', why: 'The receiver’s mail server cannot take it now. It is tried again.' },
	delivered: { text: 'Invited · delivered', tone: 'plain', why: 'The mail has arrived and was not acted on yet.' },
	bounced: { text: 'Mail came back', tone: 'bad', why: 'The mail came back. Check the address.' },
	rejected: { text: 'Mail not possible', tone: 'bad', why: 'No mail can be sent to this address. Check it.' },
	dropped: { text: 'Mail not sent', tone: 'warn', why: 'The mail was too old when its turn came. Send the invitation again.' },
	stopped: { text: 'Mail refused', tone: 'bad', why: 'This person wants no mail from the account. Ask them another way.' }
};

export function deliveryOf(status: Schemas['MailStatus']): { text: string; tone: Tone; why: string } {
	return DELIVERY[status];
}

export function statusOf(user: User): { text: string; tone: Tone; why: string } {
	if (user.status === 'active') return { text: 'Active', tone: 'good', why: 'They have joined.' };
	if (user.status === 'added' || !user.invitation)
		return { text: 'Not invited yet', tone: 'plain', why: 'They take a seat. Nothing was mailed yet.' };
	return DELIVERY[user.invitation.status];
}

export function nameOf(user: Pick<User, 'name' | 'email'>): string {
	return user.name ?? user.email;
}
