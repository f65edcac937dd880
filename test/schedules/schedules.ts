/* eslint-disable no-console, @n8n/community-nodes/no-restricted-globals */
import { checkSchedules } from './check';

const [schedules = 100_000, seed = Date.now() % 2 ** 31] = process.argv.slice(2).map(Number);

/**
 * `npm run schedules -- [how many] [seed]`: plays random schedules of the delivery against a model of LiveVox, of
 * n8n's store and of the ways in which a run can end. The same seed gives the same schedules.
 */
async function main(): Promise<void> {
	console.log(`Seed ${seed}: ${schedules} schedules…`);
	const startedAt = performance.now();
	const tally = await checkSchedules(seed, schedules);
	const seconds = Math.round((performance.now() - startedAt) / 1000);
	console.log(
		[
			`${tally.schedules} schedules in ${seconds} s`,
			`${tally.messages} messages, ${tally.requests} requests`,
			`twice: ${tally.twice}`,
			`twice between processes whose store has no lock: ${tally.unlocked}`,
			`lost: ${tally.lost}`,
			`other promises broken: ${tally.other}`,
		].join('\n'),
	);
	if (tally.counterexample === undefined) return;
	console.log(tally.counterexample);
	process.exitCode = 1;
}

void main();
