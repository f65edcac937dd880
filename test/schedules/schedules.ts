/* eslint-disable no-console, @n8n/community-nodes/no-restricted-globals */
/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-dangerous-functions */
import { fork } from 'node:child_process';

import { checkSchedules, type Tally } from './check';

const [schedules = 100_000, seed = Date.now() % 2 ** 31, part] = process.argv.slice(2).map(Number);

/** How a message can end. Each of these has to come up, so that it is not by luck that all goes well, and no other. */
const ENDS = [
	'accepted',
	'already sent',
	'forgotten',
	'rejected, earlierFailure',
	'rejected, keyUnverified',
	'rejected, request',
	'rejected, stopped',
	'rejected, storeLost',
	'resent',
	'skipped, repeated',
	'skipped, sent',
	'skipped, unknown',
	'unknown, duplicateExecution',
	'unknown, earlierAttempt',
	'unknown, earlierUnverified',
	'unknown, request',
];
/** In fewer schedules one may be missing by chance. */
const ENOUGH_FOR_ALL = 10_000;

/** Processes in parallel, each with schedules of its own. */
const PARTS = 2;

/** What a process tells: a set would not get through. */
type Told = Omit<Tally, 'seen'> & { seen: string[] };

async function playPart(): Promise<void> {
	const tally = await checkSchedules(seed, schedules);
	process.send!({ ...tally, seen: [...tally.seen] } satisfies Told);
}

async function partPlayed(number: number): Promise<Told> {
	const partSeed = (seed + number * 1_000_003) % 2 ** 31;
	const child = fork(__filename, [Math.ceil(schedules / PARTS), partSeed, number].map(String));
	return await new Promise((resolve, reject) => {
		child.once('message', (told) => resolve(told as Told));
		child.once('error', reject);
		process.once('SIGTERM', () => child.kill());
		child.once('exit', (code) => reject(new Error(`It ended with ${code}`)));
	});
}

/**
 * `npm run schedules -- [how many] [seed]`: plays random schedules of the delivery against a model of LiveVox, of
 * n8n's store and of the ways in which a run can end. The same seed gives the same schedules.
 */
async function main(): Promise<void> {
	console.log(`Seed ${seed}: ${schedules} schedules…`);
	const startedAt = performance.now();
	const parts = await Promise.all(Array.from({ length: PARTS }, (_, number) => partPlayed(number)));
	const seconds = Math.round((performance.now() - startedAt) / 1000);
	const sum = (of: (told: Told) => number) => parts.reduce((total, told) => total + of(told), 0);
	const seen = new Set(parts.flatMap((told) => told.seen));
	const unseen = ENDS.filter((end) => !seen.has(end));
	const unexpected = [...seen].filter((end) => !ENDS.includes(end));
	console.log(
		[
			`${sum((told) => told.schedules)} schedules in ${seconds} s`,
			`${sum((told) => told.messages)} messages, ${sum((told) => told.requests)} requests`,
			`twice: ${sum((told) => told.twice)}`,
			`lost: ${sum((told) => told.lost)}`,
			`other promises broken: ${sum((told) => told.other)}`,
			`twice between processes, which nothing can prevent: ${sum((told) => told.unlocked)}`,
			`ends seen: ${[...seen].sort().join('; ')}`,
			`ends not seen: ${unseen.join('; ') || 'none'}`,
			`ends not expected: ${unexpected.join('; ') || 'none'}`,
		].join('\n'),
	);
	if (unexpected.length > 0 || (unseen.length > 0 && schedules >= ENOUGH_FOR_ALL)) process.exitCode = 1;
	for (const { counterexample } of parts) {
		if (counterexample === undefined) continue;
		console.log(counterexample);
		process.exitCode = 1;
	}
}

void (part === undefined ? main() : playPart());
