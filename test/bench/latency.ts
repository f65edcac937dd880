import { COMPETITORS, type Bench, type Competitor, type Race } from './harness';
import type { Chapter } from './chapter';
import type { Section } from './rounds';
import { figureOf, show, whole, type Figure } from './statistics';

const MESSAGES = 1_000;

/** What a round came to; one at a time has sent only a sample, its time is that of all messages. */
type Round = Record<Competitor, Race>;

/** 1,000 messages to a LiveVox that answers after so many milliseconds. */
export class Latency implements Section {
	readonly name: string;
	readonly rounds: Round[] = [];

	/**
	 * @param sample so many messages for one at a time, which takes minutes for all
	 * @param sideBySide whether those that mostly wait do so at the same time
	 */
	constructor(
		private readonly bench: Bench,
		readonly latencyMs: number,
		readonly mostRounds: number,
		readonly sample: number,
		private readonly sideBySide = false,
	) {
		this.name = `${whole(MESSAGES)} messages, answers after ${latencyMs} ms`;
	}

	async round(): Promise<void> {
		const races = this.sideBySide ? await this.raceSideBySide() : await this.raceInTurn();
		races.oneAtATime.ms *= MESSAGES / this.sample;
		this.rounds.push(races);
	}

	get nodeMs(): Figure {
		return figureOf(this.rounds.map(({ node }) => node.ms));
	}

	/** This node's time as a multiple of another's, ten at a time against the floor. */
	timeAgainst(who: 'floor' | 'allAtOnce'): Figure {
		return figureOf(this.rounds.map((round) => round[who === 'floor' ? 'tenAtATime' : 'node'].ms / round[who].ms));
	}

	/** How many times as fast as one at a time this node is. */
	get speedUp(): Figure {
		return figureOf(this.rounds.map(({ node, oneAtATime }) => oneAtATime.ms / node.ms));
	}

	private async raceInTurn(): Promise<Round> {
		const races: Partial<Round> = {};
		for (const who of rotated(this.rounds.length)) {
			const count = who === 'oneAtATime' ? this.sample : MESSAGES;
			races[who] = await this.bench.race(who, count, this);
		}
		return races as Round;
	}

	private async raceSideBySide(): Promise<Round> {
		const allAtOnce = await this.bench.race('allAtOnce', MESSAGES, this);
		const node = await this.bench.race('node', MESSAGES, this);
		this.bench.prepare(this);
		const [tenAtATime, floor, oneAtATime] = await Promise.all([
			this.bench.run('tenAtATime', MESSAGES),
			this.bench.run('floor', MESSAGES),
			this.bench.run('oneAtATime', this.sample),
		]);
		const { sent } = this.bench.harness.livevox.record;
		if (sent.length !== 2 * MESSAGES + this.sample) {
			throw new Error(`Side by side: ${sent.length} messages sent`);
		}
		return { node, tenAtATime, floor, oneAtATime, allAtOnce };
	}
}

/** All of them, each round beginning with another. */
const rotated = (by: number): Competitor[] => COMPETITORS.map((_, i) => COMPETITORS[(i + by) % COMPETITORS.length]!);

/** @param bars the section that the bars are set for */
export function latencyChapter(sections: Latency[], bars: Latency): Chapter {
	return {
		title: `${whole(MESSAGES)} messages`,
		head: [
			'LiveVox answers after',
			'Times as fast as one at a time',
			'Ten at a time, time against the floor',
			'Time against everything at once',
			'This node',
			'Rounds',
		],
		rows: sections.map((section) => [
			`${section.latencyMs} ms`,
			show(section.speedUp, 1),
			show(section.timeAgainst('floor')),
			show(section.timeAgainst('allAtOnce')),
			`${(section.nodeMs.median / 1000).toFixed(1)} s`,
			String(section.rounds.length),
		]),
		meaning: `The slower LiveVox answers, the more is gained by having up to ${bars.rounds[0]!.node.mostInFlight} messages under way; what this node does beside the requests (parameters, checks, claims, ledger, pace) is the difference to the floor, when it has ten under way too.`,
		method: methodOf(sections, bars),
		bars: [
			{
				what: `${whole(MESSAGES)} messages at ${bars.latencyMs} ms, against one at a time`,
				bar: 'at least 20 times as fast',
				measured: show(bars.speedUp, 1),
				isHeld: bars.speedUp.median >= 20,
			},
			{
				what: 'The same with ten at a time, against the floor',
				bar: 'at most 1.15 times its time',
				measured: show(bars.timeAgainst('floor')),
				isHeld: bars.timeAgainst('floor').median <= 1.15,
			},
		],
	};
}

function methodOf(sections: Latency[], { rounds }: Latency): string {
	const samples = sections.map(({ sample, latencyMs }) => `${sample} at ${latencyMs} ms`);
	const most = Math.max(...rounds.map(({ allAtOnce }) => allAtOnce.mostInFlight));
	return [
		`One at a time sent a sample (${samples.join(', ')}), and its time is scaled to ${whole(MESSAGES)}.`,
		'Every answer takes exactly as long as the line says, so that requests under way together stay in step and wait for the processor together; answers that vary, as over a network, let them overlap better.',
		'At 200 ms, where they mostly wait, this node with ten at a time, the floor and one at a time ran in parallel.',
		`Everything at once had up to ${whole(most)} requests under way: the fastest where LiveVox sets no limit, and the loser of messages where it does (next table).`,
	].join(' ');
}
