import type { Schemas } from '#lib/api/client.ts';

type Overview = Schemas['Overview'];

/** What wants looking at first: most overdue, then what counts no more, then what soon will not. */
export function worstFirst(overviews: Overview[]): Overview[] {
	const open = ({ enrolments, by_status }: Overview['summary']) => (enrolments ? 100 - completedShare({ enrolments, by_status }) : -1);
	const keys = ({ summary }: Overview) => [summary.by_status.overdue, summary.expired, summary.expiring, open(summary)];
	return overviews.toSorted((a, b) => {
		const [first, second] = [keys(a), keys(b)];
		const at = first.findIndex((key, place) => key !== second[place]);
		return at < 0 ? a.context.account.name.localeCompare(b.context.account.name) : (second[at] ?? 0) - (first[at] ?? 0);
	});
}

/** How much of what is assigned is completed, in percent. */
export function completedShare({ enrolments, by_status }: Pick<Schemas['ReportSummary'], 'enrolments' | 'by_status'>): number {
	return enrolments ? Math.round((by_status.completed / enrolments) * 100) : 0;
}
