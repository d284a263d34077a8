import type { Schemas } from '#lib/api/client.ts';
import type { Driver } from '#lib/drivers/words.ts';
import { nameOf } from '#lib/users/words.ts';

type OnIt = Schemas['RouteDriver'];

/** How a driver on a route is called: who has no name goes by the address, where it is known. */
export function driverName({ id, name, home_account }: OnIt, known: Driver[]): string {
	const found = known.find((driver) => driver.id === id);
	return name ?? (found ? nameOf(found) : `A driver of ${home_account.name}`);
}
