import type { Bench, Competitor } from './harness';
import type { Chapter } from './chapter';
import { bytesInUse } from './machine';
import type { Section } from './rounds';
import { figureOf, show, whole } from './statistics';

const FEW = 1_000;
const MANY = 10_000;

interface Round {
	/** Time for many as a multiple of that for few. */
	time: number;
	/** Bytes an item that this node keeps beyond the floor: when the last answer comes, and afterwards. */
	bytesAtTheEnd: number;
	bytesAfterwards: number;
}

interface Growth {
	ms: number;
	atTheEnd: number;
	afterwards: number;
}

/** Ten times the messages: what they cost in time and in memory. */
export class Size implements Section {
	readonly name = `${whole(FEW)} and ${whole(MANY)} messages, and memory`;
	readonly rounds: Round[] = [];
	private floor: Growth | undefined;

	constructor(
		private readonly bench: Bench,
		readonly mostRounds: number,
	) {}

	async round(): Promise<void> {
		const before = await this.bench.race('node', FEW, {});
		const many = await this.growthOf('node');
		const after = await this.bench.race('node', FEW, {});
		this.floor ??= await this.growthOf('floor');
		this.rounds.push({
			time: (2 * many.ms) / (before.ms + after.ms),
			bytesAtTheEnd: (many.atTheEnd - this.floor.atTheEnd) / MANY,
			bytesAfterwards: (many.afterwards - this.floor.afterwards) / MANY,
		});
	}

	private async growthOf(who: Competitor): Promise<Growth> {
		const { livevox } = this.bench.harness;
		this.bench.prepare({});
		const before = bytesInUse();
		let [finished, atTheEnd, lookingMs] = [0, 0, 0];
		livevox.record.onFinish = ({ route }) => {
			if (route !== 'send' || ++finished !== MANY) return;
			const begin = performance.now();
			atTheEnd = bytesInUse() - before;
			lookingMs = performance.now() - begin;
		};
		const { ms } = await this.bench.run(who, MANY);
		delete livevox.record.onFinish;
		return { ms: ms - lookingMs, atTheEnd, afterwards: bytesInUse() - before };
	}
}

export function sizeChapter({ rounds }: Size): Chapter {
	const time = figureOf(rounds.map((round) => round.time));
	const atTheEnd = figureOf(rounds.map(({ bytesAtTheEnd }) => bytesAtTheEnd));
	const afterwards = figureOf(rounds.map(({ bytesAfterwards }) => bytesAfterwards));
	const most = atTheEnd.median > afterwards.median ? atTheEnd : afterwards;
	return {
		title: `${whole(MANY)} messages`,
		head: [
			`Time for ${whole(MANY)} against ${whole(FEW)}`,
			'Extra memory an item when the last answer comes',
			'Extra memory an item after the run',
			'Rounds',
		],
		rows: [[show(time), `${show(atTheEnd, 0)} bytes`, `${show(afterwards, 0)} bytes`, String(rounds.length)]],
		meaning:
			'Ten times the messages should take about ten times as long, and of each this node should keep little (the checked message, its keys and its outcome; after the run the ledger).',
		method:
			'LiveVox answers at once here. The time for 1,000 is the mean of a run before and one after. The memory is what is in use after a full garbage collection, less the same before the run, less the same for the floor, which gives out the same items and leaves the same record in the simulator; the floor was measured in the first round.',
		bars: [
			{
				what: `${whole(MANY)} messages against ${whole(FEW)}`,
				bar: 'at most 11 times the time',
				measured: show(time),
				isHeld: time.median <= 11,
			},
			{
				what: 'Extra memory an item',
				bar: 'under 2 KB (2,048 bytes)',
				measured: `${show(most, 0)} bytes`,
				isHeld: most.median < 2_048,
			},
		],
	};
}
