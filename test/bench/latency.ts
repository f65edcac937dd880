import type { Arena, Competitor, Race } from './arena';
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
		private readonly arena: Arena,
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

	/** This node's time as a multiple of another's. */
	timeAgainst(who: Competitor): Figure {
		return figureOf(this.rounds.map((round) => round.node.ms / round[who].ms));
	}

	/** How many times as fast as one at a time this node is. */
	get speedUp(): Figure {
		return figureOf(this.rounds.map(({ node, oneAtATime }) => oneAtATime.ms / node.ms));
	}

	private async raceInTurn(): Promise<Round> {
		const races: Partial<Round> = {};
		for (const who of rotated(this.rounds.length)) {
			const count = who === 'oneAtATime' ? this.sample : MESSAGES;
			races[who] = await this.arena.race(who, count, this);
		}
		return races as Round;
	}

	private async raceSideBySide(): Promise<Round> {
		const allAtOnce = await this.arena.race('allAtOnce', MESSAGES, this);
		this.arena.prepare(this);
		const [node, floor, oneAtATime] = await Promise.all([
			this.arena.run('node', MESSAGES),
			this.arena.run('floor', MESSAGES),
			this.arena.run('oneAtATime', this.sample),
		]);
		return { node, floor, oneAtATime, allAtOnce };
	}
}

/** All four, each round beginning with another. */
function rotated(by: number): Competitor[] {
	const all: Competitor[] = ['node', 'floor', 'oneAtATime', 'allAtOnce'];
	return all.map((_, i) => all[(i + by) % all.length]!);
}

/** @param bars the section that the bars are set for */
export function latencyChapter(sections: Latency[], bars: Latency): Chapter {
	return {
		title: `${whole(MESSAGES)} messages`,
		head: [
			'LiveVox answers after',
			'Times as fast as one at a time',
			'Time against the floor',
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
		meaning: meaningOf(sections),
		bars: [
			{
				what: `${whole(MESSAGES)} messages at ${bars.latencyMs} ms, against one at a time`,
				bar: 'at least 8 times as fast',
				measured: show(bars.speedUp, 1),
				isHeld: bars.speedUp.median >= 8,
			},
			{
				what: 'The same, against the floor',
				bar: 'at most 1.15 times its time',
				measured: show(bars.timeAgainst('floor')),
				isHeld: bars.timeAgainst('floor').median <= 1.15,
			},
		],
	};
}

function meaningOf(sections: Latency[]): string {
	const last = sections.at(-1)!.rounds[0]!;
	const samples = sections.map(({ sample, latencyMs }) => `${sample} at ${latencyMs} ms`);
	return [
		`The slower LiveVox answers, the more there is to gain from ${last.node.mostInFlight} messages under way at once; what this node does beside the requests (checks, claims, ledger, pace) is the difference to the floor.`,
		`Everything at once had up to ${whole(mostOf(sections, 'allAtOnce'))} requests under way: faster on a LiveVox without a limit, and the reason why it loses messages on one with a limit (next table).`,
		`One at a time sent a sample (${samples.join(', ')}), scaled to ${whole(MESSAGES)}. At 200 ms, where all of them mostly wait, this node, the floor and one at a time ran side by side.`,
	].join(' ');
}

const mostOf = (sections: Latency[], who: Competitor) =>
	Math.max(...sections.flatMap(({ rounds }) => rounds.map((round) => round[who].mostInFlight)));
