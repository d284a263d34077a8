import type { Schemas } from '#lib/api/client.ts';
import { counted } from '#lib/contexts/where.ts';
import type { Bar } from '#lib/ui/StackedBars.svelte';

export type Batch = Schemas['CodeBatch'];
export type Code = Schemas['Code'];

export const STATUSES = {
	unused: { text: 'Unused', tone: 'plain' },
	redeemed: { text: 'Redeemed', tone: 'good' },
	voided: { text: 'Voided', tone: 'bad' }
} as const;
export type Status = keyof typeof STATUSES;

/** What a batch is called: the reseller's word for it, else its course. */
export function batchName({ label, course }: Pick<Batch, 'label' | 'course'>): string {
	return label ?? course.title;
}

/** For how long a code opens its course. */
export function forDays(days: number): string {
	return `for ${counted(days, 'day')} each`;
}

/** What became of a batch's codes, as a bar. */
export function batchBar(batch: Batch, href?: string): Bar {
	return {
		id: batch.id,
		name: batchName(batch),
		href,
		parts: (['redeemed', 'unused', 'voided'] as const).map((key) => ({ key, name: STATUSES[key].text, count: batch[key], tone: STATUSES[key].tone }))
	};
}

/** The page that a code opens on: behind the `#`, it is sent to no server. */
export function redeemLink(origin: string, code: string): string {
	return `${origin}/redeem#${code}`;
}
