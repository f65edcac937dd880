import { fieldIssues } from '../shared/errorMessages';
import { removeInvisible } from '../shared/text';
import { reject, toText } from '../shared/validation';
import { BLOCK, DAY, isTimeZone, MINUTE, toOffset, toTimeOfDay } from './localTime';
import { toTimeZones } from './timeZones';

/** Within a week each hour comes up, also in one that a change of clocks takes an hour from. */
const MAX_DAYS_AHEAD = 8;

/** When a message may be sent: from `start` to before `end`, in milliseconds since midnight, in all of the time zones. */
export interface SendingHours {
	start: number;
	end: number;
	zones: readonly string[];
	/** The zones are those of the area code, so that the recipient may be in one of them. */
	isByAreaCode: boolean;
}

/** `8:00`, `8:00:00`, `8 AM`, `8:30 p.m.`, or `21:00`; an hour alone could be of the morning or of the evening. */
const TIME = /^(?:(\d{1,2})(?::(\d{2}))?(?::00)?\s?([ap])\.?m\.?|(\d{1,2}):(\d{2})(?::00)?)$/i;

/**
 * Reads the option, `{ hours: { from, to, timeZone } }`, for a recipient.
 * @param to 10 digits
 * @throws InvalidValue
 */
export function parseSendingHours(value: unknown, to: string): SendingHours {
	const { hours } = Object(value) as { hours?: unknown };
	if (!hours) reject(fieldIssues.hoursEmpty);
	// n8n leaves out what has its default. What comes out empty is there.
	const { from, to: until, timeZone }: Record<string, unknown> = { from: '08:00', to: '21:00', ...Object(hours) };
	const start = parseTime(from, 'Start Time');
	const end = parseTime(until, 'End Time');
	if (start === end) reject(fieldIssues.hoursSame);
	const zone = parseTimeZone(timeZone);
	return { start, end, zones: zone === undefined ? toTimeZones(to) : [zone], isByAreaCode: zone === undefined };
}

const tidy = (value: unknown): string | undefined => {
	const text = toText(value);
	return text === undefined ? undefined : removeInvisible(text).normalize('NFKC').replace(/\s+/g, ' ').trim();
};

/** @returns milliseconds since midnight */
function parseTime(value: unknown, field: string): number {
	const written = tidy(value);
	if (written === '') reject(fieldIssues.timeEmpty(field));
	const [, hour12, minute12 = '0', half, hour24, minute24] = TIME.exec(written ?? '') ?? [];
	const [hour, minute] = [Number(hour12 ?? hour24), Number(half ? minute12 : minute24)];
	const isHour = half ? hour >= 1 && hour <= 12 : hour < 24 || (hour === 24 && minute === 0);
	if (!isHour || !(minute < 60)) reject(fieldIssues.timeInvalid(field));
	const hours = half ? (hour % 12) + (/p/i.test(half) ? 12 : 0) : hour % 24;
	return (hours * 60 + minute) * MINUTE;
}

/** @returns an IANA name; undefined if it is empty */
function parseTimeZone(value: unknown): string | undefined {
	const written = tidy(value);
	if (written === '') return undefined;
	// EST alone has no daylight saving time, so that it isn't what people mean by it.
	if (!written?.includes('/') || !isTimeZone(written)) reject(fieldIssues.timeZoneInvalid);
	return written;
}

function isOpenIn({ start, end }: SendingHours, timeZone: string, at: number): boolean {
	const time = toTimeOfDay(timeZone, at);
	return start < end ? time >= start && time < end : time >= start || time < end;
}

/** A zone in which the hours are over, or haven't started; undefined if a message may be sent. */
export const closedZone = (hours: SendingHours, at: number): string | undefined =>
	hours.zones.find((zone) => !isOpenIn(hours, zone, at));

/** What has been found, by hours: the same holds until then. */
const openings = new Map<string, { from: number; opening: number | undefined }>();
const MAX_OPENINGS = 1_000;

/** The next moment at which a message may be sent, in milliseconds since 1970; undefined if the zones never agree. */
export function nextOpening(hours: SendingHours, at: number): number | undefined {
	if (closedZone(hours, at) === undefined) return at;
	const name = `${hours.start} ${hours.end} ${hours.zones.join()}`;
	const known = openings.get(name);
	if (known && at >= known.from && at < (known.opening ?? known.from + DAY)) return known.opening;
	const opening = findOpening(hours, at);
	if (openings.size >= MAX_OPENINGS) openings.clear();
	openings.set(name, { from: at, opening });
	return opening;
}

/** In each block local time goes by as in UTC, so that it opens at its beginning or when a zone's time is `start`. */
function findOpening(hours: SendingHours, at: number): number | undefined {
	for (let begin = at; begin < at + MAX_DAYS_AHEAD * DAY; begin = (Math.floor(begin / BLOCK) + 1) * BLOCK) {
		const starts = hours.zones.map((zone) => begin + ((hours.start - toTimeOfDay(zone, begin) + DAY) % DAY));
		const next = (Math.floor(begin / BLOCK) + 1) * BLOCK;
		const candidates = [begin, ...starts.filter((start) => start < next)].sort((one, other) => one - other);
		const opening = candidates.find((candidate) => closedZone(hours, candidate) === undefined);
		if (opening !== undefined) return opening;
	}
	return undefined;
}

/** The zone of the recipient that comes last, in which the hours begin last. */
export const westernmost = ({ zones }: SendingHours, at: number): string =>
	zones.reduce((west, zone) => (toOffset(zone, at) < toOffset(west, at) ? zone : west));
