import type { Schemas } from '#lib/api/client.ts';

type Link = Schemas['ReportLink'];

/** What a link shows. */
export function shownBy({ group, user, course }: Link): string {
	const whose = group
		? `Group ${group.name ?? 'that was removed'}`
		: user
			? (user.name ?? user.email ?? 'A driver who was removed')
			: 'All drivers';
	return course ? `${whose} · ${course.title}` : whose;
}

export const LINK_STATUSES = {
	live: { text: 'Open', tone: 'good', title: 'Whoever has the URL sees the report.' },
	ended: { text: 'Ended', tone: 'plain', title: 'Its end is over: it shows nothing any more.' },
	dead: { text: 'Shows nothing', tone: 'warn', title: 'Its group or driver is gone, or who made it may no longer make it.' }
} as const;
