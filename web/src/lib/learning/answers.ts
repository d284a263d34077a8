import type { Lesson, Question } from './content.ts';

/** What was answered to each question of a module, as far as it was; it is kept in the address. */
export type Answers = (number | null)[];

export function readAnswers(kept: string | null, questions: Question[]): Answers {
	return questions.map(({ answers }, at) => {
		const answer = Number.parseInt(kept?.[at] ?? '', 10);
		return answer < answers.length ? answer : null;
	});
}

export function keepAnswers(answers: Answers): string {
	return answers.map((answer) => answer ?? '-').join('');
}

/** Right answers as a share of all, from 0 to 100. */
export function scoreOf({ questions }: Lesson, answers: Answers): number {
	const right = questions.filter((question, at) => answers[at] === question.right).length;
	return Math.round((right / questions.length) * 100);
}
