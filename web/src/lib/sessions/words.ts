import type { Schemas } from '#lib/api/client.ts';
import type { Who } from '#lib/users/UserPicker.svelte';
import { dayOf, span, spoken } from '#lib/when.ts';

export type Session = Schemas['TrainingSession'];
type Wanted = Required<Pick<Schemas['UpdateTrainingSessionInput'], 'title' | 'course_id' | 'starts_at' | 'ends_at' | 'place'>> & {
	user_ids: string[];
	group_ids: string[];
};

export function whenOf({ starts_at, ends_at }: Pick<Session, 'starts_at' | 'ends_at'>, zone: string): string {
	return `${spoken(dayOf(new Date(starts_at), zone))}, ${span(starts_at, ends_at, zone)}`;
}

export function attendeesOf({ attendees }: Pick<Session, 'attendees'>): Who[] {
	return attendees.map(({ user_id, name, email }) => ({ id: user_id, name, email }));
}

/** Only what differs is sent: what is left out stays as it is, also for who sees only some of the attendees. */
export function changesOf(from: Session, wanted: Wanted): Schemas['UpdateTrainingSessionInput'] {
	const ids = from.attendees.map(({ user_id }) => user_id).toSorted().join();
	const moved = (key: 'starts_at' | 'ends_at') => Date.parse(from[key]) !== Date.parse(wanted[key]);
	return {
		...(wanted.title === from.title ? {} : { title: wanted.title }),
		...(wanted.course_id === (from.course?.id ?? null) ? {} : { course_id: wanted.course_id }),
		...(moved('starts_at') || moved('ends_at') ? { starts_at: wanted.starts_at, ends_at: wanted.ends_at } : {}),
		...(wanted.place === from.place ? {} : { place: wanted.place }),
		...(wanted.user_ids.toSorted().join() === ids && !wanted.group_ids.length
			? {}
			: { user_ids: wanted.user_ids, group_ids: wanted.group_ids })
	};
}
