/** A drawing of lines: what it shows, and its strokes on a field of 320 by 120. */
export type Drawing = { about: string; lines: { path: string; as?: 'accent' | 'warn' }[] };

/** Figures that are better compared than read. */
export type Figures = { title: string; unit: string; rows: [name: string, value: number][] };

export type Section = { heading: string; text?: string[]; points?: string[]; figures?: Figures };

/** Of the answers exactly one is right, counted from nought. */
export type Question = { text: string; answers: string[]; right: number; why: string };

export type Lesson = { drawing: Drawing; sections: Section[]; questions: Question[] };

/** What is learnt in a course's modules, by their identifiers. */
export type Content = Record<string, Lesson>;

/** The courses whose content is here, each fetched when it is taken. They have these identifiers everywhere. */
const HERE: Record<string, () => Promise<{ content: Content }>> = {
	crs_01M6A6FT000000000000000010: () => import('./winter-driving.ts'),
	crs_01M6A6FT000000000000000020: () => import('./eco-driving.ts'),
	crs_01M6A6FT000000000000000030: () => import('./manual-handling.ts')
};

/** The content of a course, or null if it is taken elsewhere. */
export async function contentOf(course: string): Promise<Content | null> {
	return (await HERE[course]?.())?.content ?? null;
}
