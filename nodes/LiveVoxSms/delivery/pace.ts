/**
 * How fast messages may start. A value: every event makes the next one out of it, times in milliseconds.
 *
 * A refusal (429, 503 with Retry-After, nobody there) stops all starts for the wait asked, or for a while
 * that doubles with each refusal in a row. Then they go on at the rate that LiveVox has shown it accepts,
 * which rises again for as long as nothing is refused.
 */
export interface Pace {
	/** Starts per second that the builder allows. */
	readonly most: number;
	/** Starts per second that LiveVox accepted when it last refused; Infinity before it ever did. */
	readonly shownRate: number;
	readonly shownAt: number;
	readonly firstStartAt: number | undefined;
	readonly lastStartAt: number;
	readonly nextStartAt: number;
	readonly pausedAt: number;
	readonly pausedUntil: number;
	readonly refusalsInARow: number;
	/** When LiveVox began to refuse without accepting anything since; undefined while it accepts. */
	readonly refusingSince: number | undefined;
	/** When messages were accepted, for the last second. */
	readonly acceptedAt: readonly number[];
	/** How long an answer takes, on average of late. */
	readonly answerTime: number;
	/** How many may be on their way at a time. */
	readonly width: number;
}

const SECOND = 1000;
const FIRST_BACKOFF = 100;
/** One message then asks whether LiveVox has had enough rest: that often does no harm. */
const LONGEST_BACKOFF = 2 * SECOND;
const DOUBLES_IN = 3 * SECOND;
const LEAST_RATE = 5;
const SHORTEST_MEASURE = 100;
const LONGEST_SPACING = 100;
/** Beyond it an answer says nothing more about the spacing, with the most that may be on their way. */
const LONGEST_ANSWER = 10 * SECOND;

/**
 * @param most starts per second; 0 for no limit
 * @param width how many messages may be on their way at a time
 */
export function freshPace(most: number, width: number): Pace {
	return {
		most: most > 0 ? most : Infinity,
		width,
		answerTime: 0,
		shownRate: Infinity,
		shownAt: -Infinity,
		firstStartAt: undefined,
		lastStartAt: 0,
		nextStartAt: 0,
		pausedAt: 0,
		pausedUntil: 0,
		refusalsInARow: 0,
		refusingSince: undefined,
		acceptedAt: [],
	};
}

/** How long the next start has to wait; 0 where it may be now. Never longer than the spacing or the pause itself. */
export const waitOf = (pace: Pace, now: number): number =>
	Math.max(
		0,
		pace.nextStartAt - Math.max(now, pace.lastStartAt),
		pace.pausedUntil - Math.max(now, pace.pausedAt),
	);

/** A message starts now. */
export const started = (pace: Pace, now: number): Pace => ({
	...pace,
	firstStartAt: pace.firstStartAt ?? now,
	lastStartAt: now,
	nextStartAt: now + Math.max(SECOND / rateOf(pace, now), spacing(pace)),
});

/**
 * Messages that start at the same moment are answered at the same moment: then this process has all of them
 * to see to while LiveVox has nothing to do. Half the room that each has keeps them apart; but one answer
 * that came after half a minute must not hold up those behind it.
 */
function spacing({ answerTime, width }: Pace): number {
	const half = answerTime / width / 2;
	return half >= 1 ? Math.min(half, LONGEST_SPACING) : 0;
}

/**
 * LiveVox answered a message without asking for patience.
 *
 * @param startedAt when that message started
 */
export const answered = (
	pace: Pace,
	now: number,
	{ startedAt, isAccepted }: { startedAt: number; isAccepted: boolean },
): Pace => {
	const took = Math.min(Math.max(0, now - startedAt), LONGEST_ANSWER);
	return {
		...pace,
		refusalsInARow: 0,
		refusingSince: undefined,
		acceptedAt: isAccepted ? [...recent(pace, now), now] : pace.acceptedAt,
		answerTime: pace.answerTime === 0 ? took : pace.answerTime * 0.9 + took * 0.1,
	};
};

/**
 * LiveVox refused a message, or was not there.
 *
 * @param startedAt when that message started: those that were under way at the last refusal tell nothing new
 * @param asked the wait that LiveVox asked for, or undefined
 * @param random from 0 to 1, to keep several processes from coming back at the same moment
 */
export function refused(
	pace: Pace,
	now: number,
	{ startedAt, asked, random }: { startedAt: number; asked: number | undefined; random: number },
): Pace {
	const isNews = startedAt > pace.shownAt || now < pace.shownAt;
	const wait = asked ?? (isNews ? backoff(pace.refusalsInARow, random) : 0);
	const left = Math.max(0, pace.pausedUntil - Math.max(now, pace.pausedAt));
	return {
		...pace,
		...(isNews && {
			shownRate: shownRate(pace, now),
			shownAt: now,
			refusalsInARow: pace.refusalsInARow + 1,
		}),
		refusingSince: pace.refusingSince ?? now,
		...((wait > left || now < pace.pausedAt) && {
			pausedAt: now,
			pausedUntil: now + Math.max(wait, left),
		}),
	};
}

const backoff = (refusalsInARow: number, random: number): number =>
	Math.min(LONGEST_BACKOFF, FIRST_BACKOFF * 2 ** refusalsInARow) * (0.5 + random);

/** Starts per second right now: what LiveVox has shown, doubled every few seconds since. */
export const rateOf = (pace: Pace, now: number): number =>
	Math.min(pace.most, pace.shownRate * 2 ** (Math.max(0, now - pace.shownAt) / DOUBLES_IN));

const recent = ({ acceptedAt }: Pace, now: number) =>
	acceptedAt.filter((at) => at > now - SECOND && at <= now);

/** Where nothing was accepted of late the last second says little: half of what was tried, then. */
function shownRate(pace: Pace, now: number): number {
	const measured = Math.min(SECOND, now - (pace.firstStartAt ?? now));
	const accepted = (recent(pace, now).length * SECOND) / Math.max(measured, SHORTEST_MEASURE);
	return Math.max(LEAST_RATE, accepted > 0 ? accepted : Math.min(rateOf(pace, now), 100) / 2);
}
