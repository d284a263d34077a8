/** The zone in which a reader reads times: their own choice, else the one of their device. */
export function readersZone(chosen: string | null | undefined): string {
	return chosen ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function format(zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
	const key = zone + JSON.stringify(options);
	let found = formats.get(key);
	if (!found) formats.set(key, (found = new Intl.DateTimeFormat('en-GB', { ...options, timeZone: zone })));
	return found;
}

/** A day, as short as it can be said: `14:05`, `28 Nov`, `28 Nov 2025`. */
export function shortly(at: string, zone: string, now = new Date()): string {
	const date = new Date(at);
	const day = format(zone, { dateStyle: 'short' });
	if (day.format(date) === day.format(now)) return format(zone, { hour: '2-digit', minute: '2-digit' }).format(date);
	const year = format(zone, { year: 'numeric' });
	return format(zone, {
		day: 'numeric',
		month: 'short',
		...(year.format(date) === year.format(now) ? {} : { year: 'numeric' })
	}).format(date);
}

/** The whole of it, with the zone's name. */
export function exactly(at: string, zone: string): string {
	return `${format(zone, { dateStyle: 'full', timeStyle: 'short' }).format(new Date(at))} (${zone})`;
}
