import { describe, expect, it } from 'vitest';
import { readInvitee } from './invitee.ts';

describe('who is to be invited', () => {
	it.each([
		[' ann@x.com ', { kind: 'email', text: 'ann@x.com' }],
		['https://codriver.example/invite-me#abc_-1', { kind: 'url', text: 'abc_-1' }],
		['Instructors & Partners', { kind: 'firm', text: 'Instructors & Partners' }],
		['  ', null]
	])('%j', (typed, read) => expect(readInvitee(typed)).toEqual(read));
});
