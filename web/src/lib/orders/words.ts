import type { Schemas } from '#lib/api/client.ts';
import { counted } from '#lib/contexts/where.ts';

/** What an order needs to know of a course. */
export type Course = Pick<Schemas['Course'], 'id' | 'title'>;

/** What became of an order just now. */
export function orderedWords({ quantity, status }: Schemas['Order'], { title }: { title: string }): string {
	const what = `${counted(quantity, 'licence')} of ${title}`;
	return status === 'fulfilled'
		? `Bought: ${what}.`
		: `Ordered: ${what}. They are here once the operator of the service has fulfilled the order.`;
}
