import type { Bench, Competitor, Race } from './harness';
import type { Chapter } from './chapter';
import type { Section } from './rounds';
import { figureOf, show, showShare } from './statistics';

const MESSAGES = 250;
const PER_SECOND = 25;
/** What the simulator accepts at once before its limit shows: one second's worth. */
const BURST = PER_SECOND;

interface LimitedRace extends Race {
	who: Competitor;
}

/** 250 messages to a LiveVox that accepts 25 a second and rejects the others. */
export class Limit implements Section {
	readonly name: string;
	readonly races: LimitedRace[] = [];

	/** @param retryAfter whether its rejections say when to come back */
	constructor(
		private readonly bench: Bench,
		readonly retryAfter: 'none' | 'seconds',
		readonly mostRounds: number,
		private readonly competitors: Competitor[],
	) {
		this.name = `${MESSAGES} messages at ${PER_SECOND} a second, ${wordsFor(retryAfter)}`;
	}

	async round(): Promise<void> {
		const rateLimit = {
			perSecond: PER_SECOND,
			burst: BURST,
			retryAfter: this.retryAfter,
			status: 429,
		} as const;
		for (const who of this.competitors) {
			this.bench.prepare({ rateLimit });
			this.races.push({ who, ...(await this.bench.run(who, MESSAGES)) });
		}
	}

	of = (who: Competitor) => this.races.filter((race) => race.who === who);

	rows(): string[][] {
		return this.competitors.map((who) => {
			const races = this.of(who);
			return [
				`${NAMES[who]}, ${wordsFor(this.retryAfter)}`,
				show(figureOf(races.map(({ accepted }) => accepted)), 0),
				showShare(figureOf(races.map(shareOfAllowed))),
				show(figureOf(races.map(({ rejected }) => rejected)), 0),
				races.every(hasAllOnce) ? 'yes' : 'no',
				`${(figureOf(races.map(({ ms }) => ms)).median / 1000).toFixed(1)} s`,
				String(races.length),
			];
		});
	}
}

const NAMES: Record<Competitor, string> = {
	node: 'This node',
	tenAtATime: 'This node, ten at a time',
	oneAtATime: 'One at a time',
	allAtOnce: 'Everything at once',
	floor: 'The floor',
};

const wordsFor = (retryAfter: Limit['retryAfter']) => (retryAfter === 'none' ? 'bare 429' : '429 with Retry-After');

/** Of the messages that the limit had room for while they were sent, how many were accepted. */
const shareOfAllowed = ({ accepted, sendingMs }: Race) => accepted / (BURST + (sendingMs / 1000) * PER_SECOND);

const hasAllOnce = ({ accepted, reached }: Race) => accepted === MESSAGES && reached === MESSAGES;

/** @param bare the one that the bar is set for */
export function limitChapter(bare: Limit, withRetryAfter: Limit): Chapter {
	const share = figureOf(bare.of('node').map(shareOfAllowed));
	const isComplete = [...bare.of('node'), ...withRetryAfter.of('node')].every(hasAllOnce);
	return {
		title: `${MESSAGES} messages, ${PER_SECOND} a second allowed`,
		head: [
			'Who, and how LiveVox rejects',
			`Accepted of ${MESSAGES}`,
			'Of what the limit had room for',
			'429s',
			`Each of ${MESSAGES} exactly once`,
			'Time',
			'Rounds',
		],
		rows: [...bare.rows(), ...withRetryAfter.rows()],
		meaning:
			'This node waits, goes on at the rate that LiveVox accepts and repeats what was rejected; those that repeat nothing are done in a moment and leave most messages unsent.',
		method: `The limit has room for ${BURST} messages at once and ${PER_SECOND} for each second from the first request to the last accepted message; what was accepted is read in the simulator's record. LiveVox answers at once here, which causes the most 429s. Retry-After counts in whole seconds, so that waiting as asked leaves some room unused.`,
		bars: [
			{
				what: `A LiveVox that allows ${PER_SECOND} messages a second and says only 429`,
				bar: 'at least 92 % of what it allows',
				measured: showShare(share),
				isHeld: share.median >= 0.92,
			},
			{
				what: 'There, and with Retry-After: every message accepted exactly once',
				bar: 'in every round',
				measured: isComplete ? 'in every round' : 'not in every round',
				isHeld: isComplete,
			},
		],
	};
}
