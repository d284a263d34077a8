import type { Standing } from './standing.ts';

type Part = { name: string; tone?: 'bad'; fits: (standing: Standing) => boolean };

/** The parts of a list that can be looked at by themselves. */
export const SHOWN = {
	all: { name: 'All', fits: () => true },
	mend: { name: 'To mend', tone: 'bad', fits: ({ kind }) => kind === 'failed' },
	ready: { name: 'Ready', fits: ({ kind }) => kind === 'ready' },
	waits: { name: 'Without a seat', fits: ({ kind }) => kind === 'waits' },
	there: { name: 'Here already', fits: ({ kind }) => kind === 'there' },
	done: { name: 'Done', fits: ({ kind }) => kind === 'done' }
} satisfies Record<string, Part> as Record<'all' | 'mend' | 'ready' | 'waits' | 'there' | 'done', Part>;

export type Shown = keyof typeof SHOWN;
