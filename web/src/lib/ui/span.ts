import { dayOf, momentOf, timeOf } from '#lib/when.ts';

/** From when till when, as it stands in four fields. */
export type Span = { startDay: string; startTime: string; endDay: string; endTime: string };

export function spanOf(startsAt: string, endsAt: string, zone: string): Span {
	return {
		startDay: dayOf(new Date(startsAt), zone),
		startTime: timeOf(startsAt, zone),
		endDay: dayOf(new Date(endsAt), zone),
		endTime: timeOf(endsAt, zone)
	};
}

/** The two moments, or what is missing of them. */
export function readSpan(span: Span, zone: string): { starts_at: string; ends_at: string } | { starts?: string; ends?: string } {
	const starts = span.startDay && span.startTime ? undefined : 'Enter the day and the time.';
	const ends = span.endDay && span.endTime ? undefined : 'Enter the day and the time.';
	if (starts || ends) return { starts, ends };
	const moments = { starts_at: momentOf(span.startDay, span.startTime, zone), ends_at: momentOf(span.endDay, span.endTime, zone) };
	return moments.ends_at > moments.starts_at ? moments : { ends: 'It ends before it starts.' };
}
