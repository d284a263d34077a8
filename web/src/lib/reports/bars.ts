import type { Schemas } from '#lib/api/client.ts';
import { STATUSES, VALIDITIES, type Status, type Validity } from '#lib/enrolments/words.ts';
import type { Bar, Part } from '#lib/ui/StackedBars.svelte';

type CourseSummary = Schemas['CourseSummary'];

const TONES: Record<Status, Part['tone']> = {
	completed: 'good',
	in_progress: 'begun',
	not_started: 'plain',
	scheduled: 'plain',
	overdue: 'bad',
	expired: 'warn'
};

/** From what is done to what is wrong, so that the ends of bars tell the most. */
const DRAWN: Status[] = ['completed', 'in_progress', 'not_started', 'scheduled', 'expired', 'overdue'];

/** How far everybody has come in each course; where the most are late is first. */
export function progressBars(courses: CourseSummary[], href?: (course: string) => string): Bar[] {
	return courses
		.toSorted((a, b) => b.by_status.overdue - a.by_status.overdue || b.enrolments - a.enrolments)
		.map(({ course, by_status, average_score }) => ({
			id: course.id,
			name: course.title,
			href: href?.(course.id),
			parts: DRAWN.map((key) => ({ key, name: STATUSES[key].text, count: by_status[key], tone: TONES[key] })),
			note: average_score === null ? undefined : `⌀ ${average_score} %`
		}));
}

const SORTS: Validity[] = ['valid', 'expiring', 'expired'];

/** For how many it counts that they have completed each course; those of which nobody has are left out. */
export function validityBars(courses: CourseSummary[], href?: (course: string) => string): Bar[] {
	return courses
		.filter(({ valid, expiring, expired }) => valid + expiring + expired > 0)
		.toSorted((a, b) => b.expired - a.expired || b.expiring - a.expiring || b.valid - a.valid)
		.map((summary) => ({
			id: summary.course.id,
			name: summary.course.title,
			href: href?.(summary.course.id),
			parts: SORTS.map((key) => ({
				key,
				name: VALIDITIES[key].text,
				count: summary[key],
				tone: VALIDITIES[key].tone as Part['tone']
			}))
		}));
}
