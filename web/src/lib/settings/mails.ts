import type { Schemas } from '#lib/api/client.ts';

export const MAILS: Record<Schemas['MailKind'], { name: string; to: string }> = {
	invitation: { name: 'Invitation', to: 'who is invited to be a user' },
	manager_invitation: { name: 'Manager invitation', to: 'who is invited to look after the account' },
	course_assigned: { name: 'Course assigned', to: 'drivers who are assigned a course' },
	course_reminder: { name: 'Course reminder', to: 'drivers whose course is due' },
	training_session: { name: 'Training session', to: 'those who attend a session' },
	code: { name: 'Code', to: 'drivers who are sent a code' }
};
