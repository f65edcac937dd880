export const MINUTE = 60_000;
export const DAY = 24 * 60 * MINUTE;
/** Clocks change on a quarter of an hour (in UTC). */
export const BLOCK = 15 * MINUTE;

const formats = new Map<string, Intl.DateTimeFormat>();

/** @throws RangeError if there is no such zone */
function toFormat(timeZone: string): Intl.DateTimeFormat {
	const known = formats.get(timeZone);
	if (known) return known;
	const parts = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric' } as const;
	const format = new Intl.DateTimeFormat('en-US', { timeZone, hourCycle: 'h23', ...parts });
	formats.set(timeZone, format);
	return format;
}

/** Whether the runtime knows the time zone, by its IANA name. */
export function isTimeZone(name: string): boolean {
	try {
		return toFormat(name) !== undefined;
	} catch {
		return false;
	}
}

/** The last block that was asked for in each zone, and its offset. */
const offsets = new Map<string, { block: number; offset: number }>();

/** How far local time is ahead of UTC, in milliseconds. `at`: milliseconds since 1970. */
export function toOffset(timeZone: string, at: number): number {
	const block = Math.floor(at / BLOCK);
	const last = offsets.get(timeZone);
	if (last?.block === block) return last.offset;
	const parts = toFormat(timeZone).formatToParts(block * BLOCK);
	const {
		year = 0,
		month = 0,
		day = 0,
		hour = 0,
		minute = 0,
	} = Object.fromEntries(parts.map(({ type, value }) => [type, Number(value)])) as Partial<Record<string, number>>;
	const offset = Date.UTC(year, month - 1, day, hour, minute) - block * BLOCK;
	offsets.set(timeZone, { block, offset });
	return offset;
}

/** Local time, in milliseconds since midnight. */
export const toTimeOfDay = (timeZone: string, at: number): number => (at + toOffset(timeZone, at)) % DAY;

const toTwoDigits = (number: number): string => String(number).padStart(2, '0');

/** ISO 8601 with the local offset, to the second: `2026-11-25T08:00:00-05:00`. */
export function toLocalIso(timeZone: string, at: number): string {
	const offset = toOffset(timeZone, at);
	const minutes = Math.abs(offset) / MINUTE;
	const hours = `${toTwoDigits(Math.floor(minutes / 60))}:${toTwoDigits(minutes % 60)}`;
	return `${new Date(at + offset).toISOString().slice(0, 19)}${offset < 0 ? '-' : '+'}${hours}`;
}

/** A time of day, in milliseconds since midnight, as Americans write it: `8:30 AM`. */
export function toClock(timeOfDay: number): string {
	const minutes = Math.floor(timeOfDay / MINUTE);
	const hour = Math.floor(minutes / 60);
	return `${hour % 12 || 12}:${toTwoDigits(minutes % 60)} ${hour < 12 ? 'AM' : 'PM'}`;
}
