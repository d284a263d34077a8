export type Invitee = { kind: 'email' | 'url' | 'firm'; text: string };

/** What was typed: an invitation URL by its `#`, an address by its `@`, else a firm by its name. */
export function readInvitee(typed: string): Invitee | null {
	const text = typed.trim();
	if (!text) return null;
	const secret = /invite-me#(\S+)$/.exec(text)?.[1];
	if (secret) return { kind: 'url', text: secret };
	return { kind: text.includes('@') ? 'email' : 'firm', text };
}
