import { expect, test } from 'vitest';
import { changesOf, type Session } from './words.ts';

test('only what differs of a session is sent', () => {
	const from = {
		title: 'Ice',
		course: null,
		starts_at: '2031-03-10T08:00:00Z',
		ends_at: '2031-03-10T09:00:00Z',
		place: 'Hall 3',
		attendees: [{ user_id: 'usr_b' }, { user_id: 'usr_a' }]
	} as Session;
	const same = {
		title: 'Ice',
		course_id: null,
		starts_at: '2031-03-10T08:00:00.000Z',
		ends_at: '2031-03-10T09:00:00.000Z',
		place: 'Hall 3',
		user_ids: ['usr_a', 'usr_b'],
		group_ids: []
	};
	expect(changesOf(from, same)).toEqual({});
	expect(changesOf(from, { ...same, place: 'Hall 4' })).toEqual({ place: 'Hall 4' });
	expect(changesOf(from, { ...same, group_ids: ['grp_1'] })).toEqual({ user_ids: ['usr_a', 'usr_b'], group_ids: ['grp_1'] });
	expect(changesOf(from, { ...same, ends_at: '2031-03-10T10:00:00.000Z' })).toEqual({ starts_at: same.starts_at, ends_at: '2031-03-10T10:00:00.000Z' });
});
