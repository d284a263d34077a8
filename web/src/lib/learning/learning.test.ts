import { expect, it } from 'vitest';
import { keepAnswers, readAnswers, scoreOf } from './answers.ts';
import { contentOf } from './content.ts';

const course = (number: number) => `crs_01M6A6FT0000000000000000${number}0`;

it.each([
	[1, 4],
	[2, 3],
	[3, 4]
])('sample course %i has a lesson for each of its %i modules, and each question one right answer', async (number, modules) => {
	const content = (await contentOf(course(number))) ?? {};
	const ids = Array.from({ length: modules }, (_, at) => `mod_01M6A6FT0000000000000000${number}${at + 1}`);
	expect(Object.keys(content)).toEqual(ids);
	for (const { questions, sections } of Object.values(content)) {
		expect(sections.length).toBeGreaterThan(1);
		for (const { answers, right, why } of questions) {
			expect(answers[right]).toBeTruthy();
			expect(new Set(answers).size).toBe(answers.length);
			expect(why).not.toBe('');
		}
	}
});

it('a course that is taken elsewhere has none here', async () => {
	expect(await contentOf('crs_01M6A6FT0000000000000000Z0')).toBeNull();
});

it('answers are kept in the address, what is none of them is left out, and right ones count', async () => {
	const [lesson] = Object.values((await contentOf(course(1))) ?? {});
	if (!lesson) throw new Error('no lesson');
	const right = lesson.questions.map((question) => question.right);
	expect(readAnswers(keepAnswers(right), lesson.questions)).toEqual(right);
	expect(readAnswers('9x', lesson.questions)).toEqual([null, null, null]);
	expect(keepAnswers([1, null, 0])).toBe('1-0');
	expect(scoreOf(lesson, right)).toBe(100);
	expect(scoreOf(lesson, [right[0] ?? 0, null, null])).toBe(33);
});
