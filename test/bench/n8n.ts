/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/require-node-api-error, no-console */
import { installN8n } from '../n8n/install';
import { N8nHarness, N8N_VERSION } from './n8n/harness';
import { limited, unlimited } from './n8n/chapters';
import { partOf } from './n8n/report';
import { atOnce, thisNode } from './n8n/ways';
import { PAGE, writePart } from './page';
import { runRounds } from './rounds';

const RECIPIENTS = 1_000;
/** No further round begins that would end later than this. */
const WITHIN_MS = 900_000;

const QUICK = { recipients: 60, withinMs: 0 };
const WARM_UP = { count: 200, latencyMs: 0 };

/**
 * Compares this node with what a user of n8n would do instead, in a real n8n, and writes its part of docs/benchmarks.md:
 * `npm run bench:n8n`. A bar that isn't held is a failure: at most 0.9 of HTTP Request's time, and everyone reached once.
 * With `--quick` it does so with few recipients and one round, and prints the part instead.
 */
async function main(): Promise<void> {
	const stop = new AbortController();
	for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => stop.abort());
	const isQuick = process.argv.includes('--quick');
	try {
		await installN8n(N8N_VERSION, stop.signal);
		const bench = await N8nHarness.start(stop.signal);
		try {
			const part = await measure(bench, isQuick);
			console.log(`\n${part}`);
			if (!isQuick) await writePart(part);
		} finally {
			await bench.close();
		}
	} catch (error) {
		if (!stop.signal.aborted) throw error;
		process.exitCode = 130;
	}
}

async function measure(bench: N8nHarness, isQuick: boolean): Promise<string> {
	for (const way of [thisNode, atOnce(bench.livevox.url)]) {
		await bench.run(way, WARM_UP.count, WARM_UP);
	}
	const count = isQuick ? QUICK.recipients : RECIPIENTS;
	const chapters = [unlimited(bench, count), limited(bench, count)];
	const contests = chapters.flatMap((chapter) => chapter.contests);
	await runRounds(contests, isQuick ? QUICK.withinMs : WITHIN_MS, console.log);
	const notHeld = chapters.filter((chapter) => !chapter.isHeld());
	for (const { title } of notHeld) console.error(`${title}: the bar isn't held`);
	if (notHeld.length > 0 && !isQuick) process.exitCode = 1;
	return await partOf(chapters, PAGE);
}

main().catch((error: Error) => {
	console.error(error);
	process.exitCode = 1;
});
