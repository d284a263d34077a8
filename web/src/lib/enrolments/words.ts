import type { Schemas } from '#lib/api/client.ts';

type Tone = 'good' | 'warn' | 'bad' | 'plain';
export type Status = Schemas['EnrolmentStatus'];
export type Validity = Schemas['Validity'];

/** In the order in which they want to be looked at. */
export const STATUSES: Record<Status, { text: string; tone: Tone; why: string }> = {
	overdue: { text: 'Overdue', tone: 'bad', why: 'The due date is over and the course is not completed.' },
	in_progress: { text: 'In progress', tone: 'plain', why: 'Begun and not completed.' },
	not_started: { text: 'Not started', tone: 'plain', why: 'Open, and no result has come in yet.' },
	scheduled: { text: 'Scheduled', tone: 'plain', why: 'It opens later.' },
	completed: { text: 'Completed', tone: 'good', why: 'Every module is completed.' },
	expired: { text: 'Access ended', tone: 'warn', why: 'The days of the code are over and the course is not completed.' }
};

/** Whether having completed a course counts. */
export const VALIDITIES: Record<Validity, { text: string; tone: Tone; why: string }> = {
	valid: { text: 'Valid', tone: 'good', why: 'It counts, and for more than 60 days to come.' },
	expiring: { text: 'Expiring', tone: 'warn', why: 'It counts, and ends within 60 days.' },
	expired: { text: 'Expired', tone: 'bad', why: 'It counted and does no more: the course is to be taken again.' }
};

/** Whether a round of the course is open, so that assigning it again changes nothing. */
export function isOpen(status: Status): boolean {
	return status !== 'completed' && status !== 'expired';
}
