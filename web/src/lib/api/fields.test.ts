import { expect, it } from 'vitest';
import { fieldErrors } from './fields.ts';
import { Problem } from './problem.ts';

const names = { last: 'expires_at', people: ['user_ids', 'group_ids'] };
const refused = (...fields: string[]) =>
	new Problem({ status: 422, code: 'invalid', detail: 'Not taken.', errors: fields.map((field) => ({ field, code: 'x', detail: `${field} is wrong.` })) });

it('says what the API names at the form’s own fields', () => {
	expect(fieldErrors(refused('expires_at', 'group_ids[2]'), names)).toEqual({ last: 'expires_at is wrong.', people: 'group_ids[2] is wrong.' });
});

it('says of the form what names none of its fields', () => {
	expect(fieldErrors(refused(), names)).toEqual({ form: 'Not taken.' });
	expect(fieldErrors(refused('other'), names)).toEqual({ form: 'other is wrong.' });
	expect(fieldErrors(new Error('x'), names)).toEqual({ form: 'Something went wrong on this page. Load it again.' });
});
