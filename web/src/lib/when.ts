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

/** A day, as short as it can be said: `14:05`, `28 Nov`, `28 Nov 2025`. By one formatter: each takes a phone some 15 ms to make. */
export function shortly(at: string, zone: string, now = new Date()): string {
	// Such as `28 Nov 2025, 14:05`.
	const said = (date: Date) => format(zone, { dateStyle: 'medium', timeStyle: 'short' }).format(date).split(', ') as [string, string];
	const [[day, time], [today]] = [said(new Date(at)), said(now)];
	if (day === today) return time;
	return day.slice(-4) === today.slice(-4) ? day.slice(0, -5) : day;
}

/** The whole of it, with the zone's name. */
export function exactly(at: string, zone: string): string {
	return `${format(zone, { dateStyle: 'full', timeStyle: 'short' }).format(new Date(at))} (${zone})`;
}

/** The day in a zone, as `2026-11-28`. */
export function dayOf(at: Date, zone: string): string {
	return format(zone, { year: 'numeric', month: '2-digit', day: '2-digit' }).format(at).split('/').reverse().join('-');
}

/** When a day begins in a zone. */
export function startOfDay(day: string, zone: string): string {
	return momentOf(day, '00:00', zone);
}

/** When a clock in a zone shows a time on a day. */
export function momentOf(day: string, time: string, zone: string): string {
	const wanted = Date.parse(`${day}T${time}:00Z`);
	let at = wanted;
	// The offset is that of the moment itself, which the first step comes near to.
	for (let step = 0; step < 2; step++) at = wanted - offset(at, zone);
	return new Date(at).toISOString();
}

/** A day so many days later, or earlier. */
export function daysAfter(day: string, days: number): string {
	return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

function offset(at: number, zone: string): number {
	const clock = format(zone, {
		year: 'numeric',
		month: '2-digit',
		day: '2-digit',
		hour: '2-digit',
		minute: '2-digit',
		second: '2-digit',
		hourCycle: 'h23'
	});
	const part = Object.fromEntries(clock.formatToParts(at).map(({ type, value }) => [type, value]));
	return Date.parse(`${part.year}-${part.month}-${part.day}T${part.hour}:${part.minute}:${part.second}Z`) - at;
}

/** The last moment of what ends at a moment: what is due at midnight is due on the day before it. */
export function lastMoment(end: string): string {
	return new Date(Date.parse(end) - 1).toISOString();
}

/** The time of day. */
export function timeOf(at: string, zone: string): string {
	return format(zone, { hour: '2-digit', minute: '2-digit' }).format(new Date(at));
}

/** The day, with its weekday: `Saturday 28 November 2026`. */
export function dayInWords(at: string, zone: string): string {
	return format(zone, { dateStyle: 'full' }).format(new Date(at));
}

/** A day as it is spoken of: `Sat 28 Nov`, with the year if it is another. */
export function spoken(day: string, now = new Date()): string {
	const year = day.startsWith(String(now.getUTCFullYear())) ? {} : ({ year: 'numeric' } as const);
	return format('UTC', { weekday: 'short', day: 'numeric', month: 'short', ...year })
		.format(new Date(`${day}T00:00:00Z`))
		.replace(',', '');
}

/** From when till when: `14:00 – 16:00`, with the day where it ends on another. */
export function span(from: string, to: string, zone: string): string {
	const day = dayOf(new Date(to), zone);
	const same = day === dayOf(new Date(from), zone);
	return `${timeOf(from, zone)} – ${same ? '' : `${spoken(day)}, `}${timeOf(to, zone)}`;
}
