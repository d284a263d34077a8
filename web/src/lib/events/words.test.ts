import { describe, expect, it } from 'vitest';
import type { Schemas } from '#lib/api/client.ts';
import { changesOf, toldBy, whatWasDone, whoDidIt } from './words.ts';

const ANN = 'usr_01M8H8TN3ZJXKZJBJ98DDQ2G2W';
const NORTH = 'grp_01M8H8TN3QFZ7M3BCDM1K8SPNK';
const names = new Map([
	[ANN, 'Ann Lee'],
	[NORTH, 'Depot North']
]);

function event(action: string, kind: string, id: string, changes: object): Schemas['Event'] {
	return { action, subject: { kind, id }, changes, actor: { kind: 'system', id: null, email: null } } as Schemas['Event'];
}

describe('the trail in sentences', () => {
	it.each([
		[event('user_invited', 'user', ANN, { email: 'a@x.com' }), 'invited Ann Lee'],
		[event('user_removed', 'user', 'usr_01M8H8TN3ZMGDVNH9BXBRDBC51', { email: 'b@x.com' }), 'removed b@x.com'],
		[event('group_members_added', 'group', NORTH, { user_ids: [ANN] }), 'put Ann Lee into Depot North'],
		[event('group_members_added', 'group', NORTH, { user_ids: [ANN, ANN] }), 'put 2 users into Depot North'],
		[event('course_assigned', 'enrolment', 'enr_x', { user_id: ANN, course_id: 'crs_01M6A6FT000000000000000010' }), 'assigned a course to Ann Lee'],
		[event('training_session_created', 'training_session', 'ses_x', { title: { from: null, to: 'Skid pan' } }), 'scheduled the training session “Skid pan”'],
		[event('order_created', 'order', 'ord_x', { kind: 'licences', quantity: 1 }), 'ordered 1 licence of a course']
	])('%#', (told, said) => expect(whatWasDone(told, names)).toBe(said));

	it('says what changed, and leaves out what did not', () => {
		const changes = { phone: { from: null, to: '1' }, name: { from: 'A', to: 'A' }, groups: { from: [], to: [NORTH] } };
		expect(changesOf(event('user_changed', 'user', ANN, changes), names, 'Europe/Berlin')).toEqual([
			{ what: 'Phone', from: 'none', to: '1' },
			{ what: 'Groups', from: 'none', to: 'Depot North' }
		]);
		const moved = { course_id: { from: null, to: 'crs_01M6A6FT000000000000000010' }, ends_at: { from: null, to: '2031-05-01T08:00:00Z' } };
		expect(changesOf(event('training_session_changed', 'training_session', 'ses_x', moved), names, 'Europe/Berlin')).toEqual([
			{ what: 'Course', from: 'none', to: 'one that is gone' },
			{ what: 'Ends at', from: 'none', to: 'Thu 1 May 2031, 10:00' }
		]);
		expect(changesOf(event('training_session_created', 'training_session', 'ses_x', moved), names, 'Europe/Berlin')).toEqual([]);
		expect(whoDidIt(event('count_mended', 'account', 'acc_x', {}), names)).toBe('Codriver');
		expect(whoDidIt(event('manager_accepted', 'manager', 'mgr_x', { firm_id: 'acc_y' }), names)).toBe('A firm');
	});

	it('says who shared whom with whom, on either side', () => {
		const [HOME, OTHER] = ['acc_01M8H8TN3QFZ7M3BCDM1K8SPNK', 'acc_01M8H8TN3QFZ7M3BCDM1K8SPNZ'];
		const by = { kind: 'person', id: 'per_x', email: 'holder@x.com' } as const;
		const trail = (events: Schemas['Event'][], names = new Map<string, string>()) => {
			const known = new Map([...toldBy(events), ...names]);
			return events.map((event) => `${whoDidIt(event, known)} ${whatWasDone(event, known)}`);
		};
		const given = [
			{ ...event('drivers_shared', 'account', OTHER, { drivers: [ANN], with: 'Nordic' }), actor: by },
			{ ...event('driver_unshared', 'user', ANN, { with: OTHER }), actor: by },
			event('driver_given_back', 'user', ANN, { by: OTHER })
		];
		expect(trail(given, names)).toEqual([
			'holder@x.com shared Ann Lee with Nordic',
			'holder@x.com stopped sharing Ann Lee with Nordic',
			'Nordic gave Ann Lee back'
		]);
		const received = [
			event('drivers_shared', 'account', HOME, { drivers: [ANN, ANN], by: 'Alpine' }),
			event('driver_unshared', 'user', ANN, { by: HOME, routes: [] }),
			{ ...event('driver_given_back', 'user', ANN, { to: HOME, routes: [] }), actor: by }
		];
		expect(trail(received)).toEqual([
			'Alpine shared 2 drivers with this account',
			'Alpine stopped sharing a driver with this account',
			'holder@x.com gave a driver back to Alpine'
		]);
		// Filtered, the entry that names the account may be missing.
		expect(trail(received.slice(1))).toEqual([
			'Another account stopped sharing a driver with this account',
			'holder@x.com gave a driver back to another account'
		]);
	});
});
