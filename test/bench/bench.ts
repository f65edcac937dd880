/* eslint-disable @n8n/community-nodes/no-restricted-globals, no-console */
import '../../scripts/start/quiet';

import { Bench } from './harness';
import type { Chapter } from './chapter';
import { claimsChapter, KeptKeys, keptKeysChapter, ManyClaims } from './claims';
import { Latency, latencyChapter } from './latency';
import { Limit, limitChapter } from './limit';
import { Logins, loginsChapter } from './logins';
import { PAGE, writePart } from './page';
import { pageOf, tablesOf } from './report';
import { runRounds } from './rounds';
import { Rules, rulesChapter } from './rules';
import { Shapes, shapesChapter } from './shapes';
import { Size, sizeChapter } from './size';

/** No further round begins that would end later than this. */
const WITHIN_MS = 840_000;

/**
 * Measures this node against others, prints the tables and writes its part of docs/benchmarks.md: `npm run bench`.
 * With `--check` a bar that is not held is a failure.
 */
async function main(): Promise<void> {
	const bench = await Bench.start();
	try {
		const chapters = await measure(bench);
		await publish(chapters);
		const isHeld = chapters.every(({ bars }) => bars.every((bar) => bar.isHeld));
		if (process.argv.includes('--check') && !isHeld) process.exitCode = 1;
	} finally {
		await bench.close();
	}
}

/** What a bar is set for comes first in each round. */
async function measure(bench: Bench): Promise<Chapter[]> {
	const latency50 = new Latency(bench, 50, 5, 50);
	const bare = new Limit(bench, 'none', 3, ['node', 'oneAtATime', 'allAtOnce', 'floor']);
	const withRetryAfter = new Limit(bench, 'seconds', 3, ['node']);
	const size = new Size(bench, 2);
	const manyClaims = new ManyClaims(bench, latency50, 3);
	const latency0 = new Latency(bench, 0, 5, 250);
	const latency200 = new Latency(bench, 200, 2, 50, true);
	const logins = new Logins(bench);
	const keptKeys = new KeptKeys(bench, latency50, 2);
	const rules = new Rules(bench, 2);
	const shapes = new Shapes();
	await runRounds(
		[latency50, bare, manyClaims, rules, latency0, withRetryAfter, size, latency200, logins, keptKeys, shapes],
		WITHIN_MS,
		console.log,
	);
	return [
		latencyChapter([latency0, latency50, latency200], latency50),
		limitChapter(bare, withRetryAfter),
		shapesChapter(shapes),
		sizeChapter(size),
		rulesChapter(rules),
		loginsChapter(logins),
		claimsChapter(latency50, manyClaims),
		keptKeysChapter(keptKeys),
	];
}

async function publish(chapters: Chapter[]): Promise<void> {
	console.log(`\n${await tablesOf(chapters, PAGE)}`);
	const date = new Date().toISOString().slice(0, 10);
	const minutes = (performance.now() / 60_000).toFixed(1);
	await writePart(await pageOf(chapters, { path: PAGE, date, minutes }));
	console.log('Written to docs/benchmarks.md');
}

main().catch((error: Error) => {
	console.error(error);
	process.exit(1);
});
