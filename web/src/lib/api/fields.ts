import { Problem, sentence } from './problem.ts';

type Errors<Field extends string> = Partial<Record<Field | 'form', string>>;

/** A form's errors, by its own words for what the API names; what names none of them is said of the form. */
export function fieldErrors<Field extends string>(problem: unknown, names: Record<Field, string | string[]>): Errors<Field> {
	const errors: Errors<Field> = {};
	for (const field in names) {
		const why = problem instanceof Problem && [names[field]].flat().map((name) => problem.at(name)).find(Boolean);
		if (why) errors[field] = why;
	}
	return Object.keys(errors).length ? errors : { ...errors, form: sentence(problem) };
}
