import { randomBytes } from 'node:crypto';

import { withStores } from '../../nodes/LiveVoxSms/actions/sms/stores';
import { toBatchMs } from '../../nodes/LiveVoxSms/delivery/batchSize';
import { ROW_OWNER, type Bench } from './harness';
import type { Chapter } from './chapter';
import type { Latency } from './latency';
import type { Section } from './rounds';
import { figureOf, show, showShare, whole, type Figure } from './statistics';

const MESSAGES = 1_000;
const VERY_MANY = 100_000;

/** How far a run has come when one of its claims is looked at, as a share. */
const SAMPLES_OF_A_RUN = [1 / 8, 3 / 8, 5 / 8, 7 / 8];
/** The same for a row that an earlier run of the same size has left full. */
const SAMPLES_OF_A_FULL_ROW = [1, 1];

/**
 * What a run of 100,000 pays for its claims, without the messages: the node's own store of claims, asked with as many keys
 * as the node claims then, at a few moments of such a run, times the calls that the run makes.
 */
export class ManyClaims implements Section {
	readonly name = `Claims of ${whole(VERY_MANY)} messages`;
	/** Milliseconds for a whole run. */
	readonly growing: number[] = [];
	readonly full: number[] = [];
	/** The first calls on rows of this size are slower, until the search in them is compiled. */
	private callsToWarmUp = 8;
	/** Messages that the node claims in one call in the end. */
	batch = 0;

	/** @param plain runs that show how fast the node is */
	constructor(
		private readonly bench: Bench,
		private readonly plain: Latency,
		readonly mostRounds: number,
	) {}

	async round(): Promise<void> {
		this.growing.push(await this.msOfARun(SAMPLES_OF_A_RUN));
		this.full.push(await this.msOfARun(SAMPLES_OF_A_FULL_ROW));
	}

	private async msOfARun(samples: number[]): Promise<number> {
		const { store } = this.bench;
		const perMs = MESSAGES / this.plain.rounds.at(-1)!.node.ms;
		let ms = 0;
		await this.bench.inNode(async (context) => {
			await withStores(context, VERY_MANY, async ({ claims, maxBatch }) => {
				const msOfACall = async () => {
					store.reset();
					const size = Math.max(1, this.batch);
					await claims.record(Array.from({ length: size }, () => randomBytes(15).toString('base64url')));
					this.batch = Math.min(maxBatch, Math.ceil(perMs * toBatchMs(store.ms)));
					return store.ms;
				};
				// More than the node lets stand: the first call shows how many that are.
				store.fill('node', ROW_OWNER, 1.2 * VERY_MANY);
				for (let call = 0; call < this.callsToWarmUp; call++) await msOfACall();
				this.callsToWarmUp = 1;
				const most = store.keysIn('node', ROW_OWNER);
				for (const share of samples) {
					store.fill('node', ROW_OWNER, Math.round(most - (1 - share) * VERY_MANY));
					await msOfACall();
					store.fill('node', ROW_OWNER, Math.round(most - (1 - share) * VERY_MANY));
					const { batch } = this;
					ms += ((await msOfACall()) * VERY_MANY) / batch / samples.length;
				}
			});
		});
		return ms;
	}
}

const KEPT_KEYS = [1_000, 10_000, 100_000];

interface KeyedRun {
	kept: number;
	/** The run's time as a multiple of that without keys. */
	time: number;
	/** Time in the store, as a share of the run without keys. */
	share: number;
}

/** What send-once keys cost, by the number of keys that earlier runs have left. */
export class KeptKeys implements Section {
	readonly name = 'Send-once keys kept';
	readonly runs: KeyedRun[] = [];

	/** @param without the same runs without keys */
	constructor(
		private readonly bench: Bench,
		private readonly without: Latency,
		readonly mostRounds: number,
	) {}

	async round(): Promise<void> {
		const plainMs = this.without.rounds.at(-1)!.node.ms;
		for (const kept of KEPT_KEYS) {
			const conditions = { latencyMs: this.without.latencyMs, keptKeys: kept };
			const options = { sendOnceKey: '={{ $json.to }}' };
			const race = await this.bench.race('node', MESSAGES, conditions, options);
			this.runs.push({ kept, time: race.ms / plainMs, share: race.storeMs / plainMs });
		}
	}
}

/** @param plain the runs that the claims' share is taken of */
export function claimsChapter(plain: Latency, many: ManyClaims): Chapter {
	const shareOf = (who: 'node' | 'tenAtATime') =>
		figureOf(plain.rounds.map((round) => round[who].storeMs / round[who].ms));
	const [ofOne, ofTen] = [shareOf('node'), shareOf('tenAtATime')];
	const runMs = (plain.nodeMs.median * VERY_MANY) / MESSAGES;
	const ofMany = (ms: number[]) => figureOf(ms.map((each) => each / runMs));
	const callsOf = (who: 'node' | 'tenAtATime') => plain.rounds[0]![who].storeCalls;
	const perRun = `in the end ${whole(many.batch)} with a call`;
	const row = (what: string, share: Figure, rounds: number) => [what, showShare(share), String(rounds)];
	const growing = ofMany(many.growing);
	return {
		title: 'Claims',
		head: [`Run, answers after ${plain.latencyMs} ms`, 'Claims: share of its time', 'Rounds'],
		rows: [
			row(`${whole(MESSAGES)} messages, ${callsOf('node')} calls`, ofOne, plain.rounds.length),
			row(`The same ten at a time, ${callsOf('tenAtATime')} calls`, ofTen, plain.rounds.length),
			row(`${whole(VERY_MANY)} messages, ${perRun}`, growing, many.growing.length),
			row('The same after another run of that size', ofMany(many.full), many.full.length),
		],
		meaning:
			"A message is claimed in n8n's de-duplication store before it is sent, so that nothing goes out twice after a crash; this is the price.",
		method: `The store is in memory here. Each of its calls counts, and lasts, as long as was measured on n8n 2.41 with its own database (the upper end: 5 ms up to 1,000 keys in the row, 23 ms at 10,000, and on along that line), or as long as the work on the row itself takes, whichever is more. The row holds the claims of earlier runs. All calls are counted in full, although the node makes most of them while messages are under way. The run of ${whole(VERY_MANY)} was not made: its claims were sampled with the node's own batches and row sizes, and its time is taken as ${VERY_MANY / MESSAGES} times that of ${whole(MESSAGES)}.`,
		bars: [
			{
				what: `Claims of ${whole(MESSAGES)} messages at ${plain.latencyMs} ms`,
				bar: 'under 5 % of the time',
				measured: `${showShare(ofOne)}; ten at a time ${showShare(ofTen)}`,
				isHeld: ofOne.median < 0.05 && ofTen.median < 0.05,
			},
			{
				what: `Claims of ${whole(VERY_MANY)} messages`,
				bar: 'under 10 % of the time',
				measured: showShare(growing),
				isHeld: growing.median < 0.1,
			},
		],
	};
}

export function keptKeysChapter({ runs }: KeptKeys): Chapter {
	const ofKept = (kept: number) => runs.filter((run) => run.kept === kept);
	return {
		title: 'Send-once keys',
		head: ['Keys kept by earlier runs', 'Time of a run of 1,000', 'In the store', 'Rounds'],
		rows: KEPT_KEYS.map((kept) => [
			whole(kept),
			`${show(figureOf(ofKept(kept).map(({ time }) => time)))} times`,
			showShare(figureOf(ofKept(kept).map(({ share }) => share))),
			String(ofKept(kept).length),
		]),
		meaning:
			'With Send Once Key the keys of all earlier runs stay in one row, which n8n reads and writes whole with each call, so that they cost more the more there are.',
		method:
			'Both columns are against the same run without keys, answers after 50 ms; the calls count, and last, as for the claims.',
		bars: [],
	};
}
