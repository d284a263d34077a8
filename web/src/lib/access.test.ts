import { expect, it } from 'vitest';
import { access } from './access.ts';

it('a manager’s rights are those of the scope', () => {
	expect(access('ManageUsers', { role: 'manager', scope: { kind: 'company' } })).toBe('yes');
	expect(access('ManageUsers', { role: 'manager', scope: { kind: 'groups', group_ids: [] } })).toBe('scope');
	expect(access('ManageUsers', { role: 'manager', scope: { kind: 'drivers', user_ids: [] } })).toBe('no');
	expect(access('ReadUsers', { role: 'driver' })).toBe('no');
	// A manager whose scope is not known is nobody.
	expect(access('ReadUsers', { role: 'manager' })).toBe('no');
});
