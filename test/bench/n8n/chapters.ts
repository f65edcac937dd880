import { whole } from '../statistics';
import type { N8nHarness } from './harness';
import { Contest, type Setting } from './contest';
import { besideThisNode, type Chapter } from './report';
import { atOnce, batched, loop, thisNode, thisNodeWith } from './ways';
import type { Way } from './workflow';

const LATENCY_MS = 50;
const PER_SECOND = 25;
const FEW = 10;
/** Of HTTP Request's time, at the defaults of both. */
const BAR = 0.9;

/** LiveVox accepts whatever comes. */
export function unlimited(bench: N8nHarness, count: number): Chapter {
	const name = `${whole(count)} recipients, no limit`;
	const setting: Setting = { name, count, conditions: { latencyMs: LATENCY_MS } };
	const url = bench.livevox.url;
	const contest = contestsOf(bench, setting);
	const [best, slow] = [contest(batched(url, 50, 1), 5), contest(loop(url, 1), 1)];
	const all = contest(atOnce(url), 5);
	const few = contest(thisNodeWith({ maxConcurrency: FEW }, `Max Concurrency ${FEW}`), 5);
	const contests = [contest(thisNode, 5), few, all, best, slow];
	return {
		title: name,
		contests,
		meaning: () => [
			`LiveVox answers after ${LATENCY_MS} ms, so that it counts how many requests are under way. This node had up to ${contests[0]!.most} by default. HTTP Request had up to ${all.most} and ${besideThisNode(all, contests)}; with batches up to ${best.most}, and ${besideThisNode(best, contests)}. When LiveVox stops to answer or a connection breaks, the messages under way are unknown: with Max Concurrency ${FEW} no more than that are, and this node ${besideThisNode(few, contests)}. A loop of one at a time ${besideThisNode(slow, contests)}.`,
			'Batching is there to slow HTTP Request down. Of what we tried, 1 to 100 items per 1 to 100 ms, these batches do so the least.',
		],
		isHeld: () => (all.timesAsLongAs(contests[0]!)?.median ?? 0) * BAR >= 1,
	};
}

/** LiveVox accepts so many in a second, and rejects others without a word on when to come back. */
export function limited(bench: N8nHarness, count: number): Chapter {
	const name = `${whole(count)} recipients, ${PER_SECOND} a second allowed`;
	const conditions = { latencyMs: LATENCY_MS, perSecond: PER_SECOND };
	const setting: Setting = { name, count, conditions };
	const url = bench.livevox.url;
	const contest = contestsOf(bench, setting);
	const best = contest(batched(url, PER_SECOND, 1_000), 3);
	const filledIn = contest(batched(url, 50, 1_000), 2);
	const [waiting, slow] = [contest(loop(url, PER_SECOND, 1), 2), contest(loop(url, 1), 1)];
	const contests = [contest(thisNode, 3), contest(atOnce(url), 3), best, filledIn, waiting, slow];
	return {
		title: name,
		contests,
		meaning: () => [
			`LiveVox answers after ${LATENCY_MS} ms, accepts ${PER_SECOND} messages at once and ${PER_SECOND} for each second, and rejects the others with 429 and no Retry-After: that takes ${Math.round(count / PER_SECOND) - 1} seconds at least. This node is told nothing of that, and finds its pace. Who knows the limit and has it for this workflow alone can batch at just that rate: HTTP Request ${besideThisNode(best, contests)} so, a loop with Wait ${besideThisNode(waiting, contests)}. LiveVox publishes no figure, though, and several workflows share one limit.`,
			'With more than the limit, as at its defaults or with the 50 per 1,000 ms that n8n fills in when Batching is added, HTTP Request asks once more for each rejected message, after another login, and then gives up. Retry On Fail runs the node again for all its items, and those that were accepted get the message again. In a loop of one it repeats that one alone, which is safe as long as LiveVox really answers.',
			'In all of these runs each request had its answer. Without one, HTTP Request automatically sends again what LiveVox may have accepted ([why](sending.md#dont-send-with-the-http-request-node)).',
		],
		isHeld: () => contests[0]!.isComplete,
	};
}

const contestsOf = (bench: N8nHarness, setting: Setting) => (way: Way, mostRounds: number) =>
	new Contest(bench, setting, way, mostRounds);
