/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, no-console */
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';

import { runRounds } from './rounds';
import { ScalingHarness } from './scaling/harness';
import { Contest } from './scaling/contest';
import { pageOf, type Chapter } from './scaling/report';

const PAGE = resolve(__dirname, '../../docs/scaling.md');
const WORKERS = [1, 2, 4];
/** No further round begins that would end later than this. */
const WITHIN_MS = 600_000;
const WARM_UP = { executions: 10, messages: 50, conditions: { latencyMs: 0 } };

/**
 * Measures how many messages one, two and four workers send, and writes docs/scaling.md: `npm run scaling`. With
 * `--quick` it does so with few messages and one round, and prints the page instead.
 */
async function main(): Promise<void> {
	const isQuick = process.argv.includes('--quick');
	const bench = await ScalingHarness.start();
	try {
		const chapters = chaptersOf(bench, isQuick ? 10 : 1);
		await bench.haveWorkers(Math.max(...WORKERS));
		await bench.run(WARM_UP);
		const contests = chapters.map(({ contest }) => contest);
		await runRounds(contests, isQuick ? 0 : WITHIN_MS, console.log);
		const page = await pageOf(chapters, WORKERS, PAGE);
		console.log(`\n${page}`);
		if (!isQuick) await writeFile(PAGE, page);
	} finally {
		await bench.close();
	}
}

/** @param part of the messages: one in so many */
function chaptersOf(bench: ScalingHarness, part: number): Chapter[] {
	const contest = (name: string, messages: number, latencyMs: number, perSecond?: number) => {
		const conditions = { latencyMs, ...(perSecond && { perSecond }) };
		const load = { executions: 20, messages: messages / 20 / part, conditions };
		return new Contest(bench, name, load, WORKERS, 3);
	};
	return [
		{
			contest: contest('As fast as the processors allow', 4_000, 50),
			meaning:
				'LiveVox answers after 50 ms and accepts everything, so the processors are what limits it. With all processes on the same cores, further workers share what one leaves over.',
		},
		{
			contest: contest('A slow LiveVox', 2_000, 1_000),
			meaning:
				'LiveVox answers after a second. The workers mostly wait, and twice the workers have twice the messages on their way.',
		},
		{
			contest: contest('A LiveVox that allows 100 messages a second', 1_000, 50, 100),
			meaning:
				'LiveVox accepts 100 messages at once and 100 for each second, and rejects others with 429 and no Retry-After. It is the same limit for all workers.',
		},
	];
}

main().catch((error: Error) => {
	console.error(error);
	process.exitCode = 1;
});
