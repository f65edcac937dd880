import { Harness, sendMessage } from '../engine/harness';
import { SHAPES, type Shape } from '../pace/shapes';
import { Observed, type Figures } from '../pace/simulate';
import type { Chapter } from './chapter';
import { recipients } from './recipients';
import type { Section } from './rounds';
import { whole } from './statistics';

const SECONDS = 300;
/** At one a second the search for the limit takes a larger part of the run. */
const SECONDS_AT_LOW_RATE = 450;
/** How long the answers to each take. Where they decide about what a limit has room for, the work of this process must not. */
const LATENCIES_MS: Record<string, number> = {
	'a bucket of 25 a second': 50,
	'a bucket of 5 a second, Retry-After': 50,
	'one a second': 50,
	'25 in each second, Retry-After': 50,
	'25 in any second': 50,
	'4 at the same time': 1_000,
};

interface Result extends Figures {
	shape: Shape;
	messages: number;
	isOnce: boolean;
}

/** Six of the limits that are simulated elsewhere, in real time: each with a LiveVox of its own, at the same time. */
export class Shapes implements Section {
	readonly name = `${Object.keys(LATENCIES_MS).length} limits for ${SECONDS_AT_LOW_RATE} seconds`;
	readonly mostRounds = 1;
	results: Result[] = [];

	async round(): Promise<void> {
		this.results = await Promise.all(SHAPES.filter(({ name }) => name in LATENCIES_MS).map(resultOf));
	}
}

async function resultOf(shape: Shape): Promise<Result> {
	const latencyMs = LATENCIES_MS[shape.name]!;
	const perSecond = shape.perSecond(latencyMs);
	const messages = Math.round(perSecond * (perSecond > 1 ? SECONDS : SECONDS_AT_LOW_RATE));
	const harness = await Harness.start();
	try {
		const { livevox } = harness;
		const limit = shape.create();
		const observed = new Observed(limit, latencyMs);
		livevox.switches.limit = { take: (now) => observed.take(now) };
		livevox.faults.add({ route: 'send', kind: 'latency', ms: latencyMs });
		livevox.record.onFinish = ({ route, answer }) => {
			if (route === 'send' && answer === 200) limit.release();
		};
		await harness.run(sendMessage, recipients(messages));
		const { sent } = livevox.record;
		const isOnce = sent.length === messages && new Set(sent.map(({ to }) => to)).size === messages;
		return { shape, messages, isOnce, ...observed.figures() };
	} finally {
		await harness.close();
	}
}

const toShare = (used: number): string => `${(used * 100).toFixed(0)} %`;

export function shapesChapter({ results }: Shapes): Chapter {
	const least = Math.min(...results.map(({ used }) => used));
	const most = Math.max(...results.map(({ throttled }) => throttled));
	const isOnce = results.every((result) => result.isOnce);
	return {
		title: 'Limits of six shapes',
		head: ['LiveVox allows', 'Messages', 'Of what it had room for', '429s for each accepted', 'Each exactly once'],
		rows: results.map(({ shape, messages, used, throttled, isOnce: once }) => [
			shape.name,
			whole(messages),
			toShare(used),
			throttled.toFixed(2),
			once ? 'yes' : 'no',
		]),
		meaning:
			'The node is told nothing of these limits, finds each of them, and stays just under it. More of them, with other response times and several executions, are simulated under [Any limit](#any-limit).',
		method: `Answers after 50 ms, where the number of pending messages is limited after a second; the node at its defaults, all six at the same time for about ${SECONDS} seconds (one a second ${SECONDS_AT_LOW_RATE}), each with a simulator and an account of its own. The 429s of the first second aren't counted.`,
		bars: [
			{
				what: 'Limits of six shapes',
				bar: 'at least 92 % of what each allows',
				measured: `from ${toShare(least)} on`,
				isHeld: least >= 0.92,
			},
			{
				what: 'There, 429s for each accepted message beyond the first second',
				bar: 'at most 0.15',
				measured: `up to ${most.toFixed(2)}`,
				isHeld: most <= 0.15,
			},
			{
				what: 'There, every message accepted exactly once',
				bar: 'always',
				measured: isOnce ? 'always' : 'not always',
				isHeld: isOnce,
			},
		],
	};
}
