import { expect, it } from 'vitest';
import { fits } from './finding.ts';

it.each([
	['Assign a course', 'ass', true],
	['Assign a course', 'cou ass', true],
	['Assign a course', 'sign', false],
	['Users', '', true]
])('%s by “%s”: %s', (name, typed, is) => expect(fits(name, typed)).toBe(is));
