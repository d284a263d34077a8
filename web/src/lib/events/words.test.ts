import { describe, expect, it } from 'vitest';
import type { Schemas } from '#lib/api/client.ts';
import { changesOf, whatWasDone, whoDidIt } from './words.ts';

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
		[event('order_created', 'order', 'ord_x', { kind: 'licences', quantity: 1 }), 'ordered 1 licence of a course']
	])('%#', (told, said) => expect(whatWasDone(told, names)).toBe(said));

	it('says what changed, and leaves out what did not', () => {
		const changes = { phone: { from: null, to: '1' }, name: { from: 'A', to: 'A' }, groups: { from: [], to: [NORTH] } };
		expect(changesOf(event('user_changed', 'user', ANN, changes), names)).toEqual([
			{ what: 'Phone', from: 'none', to: '1' },
			{ what: 'Groups', from: 'none', to: 'Depot North' }
		]);
		expect(whoDidIt(event('count_mended', 'account', 'acc_x', {}), names)).toBe('Codriver');
	});
});
