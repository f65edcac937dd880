import { whole } from '../statistics';
import { CONCURRENCY } from './harness';

const MESSAGES = 1_000_000;
const HOURS = 10;
const BATCH = 500;
const WORKERS = 2;
const ANSWER_S = 1;

/** How a million messages a day are carried, computed from what a message costs. */
export function planOf(cpuPerMessageMs: number): string[] {
	const perSecond = MESSAGES / HOURS / 3_600;
	const cores = (perSecond * cpuPerMessageMs) / 1_000;
	const each = Math.ceil(perSecond / WORKERS);
	return [
		'## A million messages a day',
		`Say they may go out in ${HOURS} hours of the day. That is ${perSecond.toFixed(1)} messages a second, without a pause.`,
		[
			`1. **LiveVox first.** Its documentation says only that messages may be subject to rate limits. Ask LiveVox Customer Care whether your account may send ${Math.ceil(perSecond)} a second, and what it does beyond that. No number of workers helps against a limit of 20: all of them share it.`,
			`2. **Workers: ${WORKERS}.** At ${cpuPerMessageMs.toFixed(1)} ms of CPU a message, ${perSecond.toFixed(1)} a second keep ${(cores * 100).toFixed(0)} % of one core busy. One worker would do. The second one is there for updates and for the day one of them dies; put it on another machine. Give each \`--concurrency=${CONCURRENCY}\`: n8n advises against less.`,
			`3. **Messages per Second: ${each}.** All executions of a worker share the option's rate, so ${WORKERS} workers with ${each} each start ${WORKERS * each} a second in all. Where LiveVox rejects all the same, each worker waits and goes on at the rate that it finds, so the option need not be exact; it spares the 429s.`,
			`4. **Max Concurrency: 50**, as it comes. If LiveVox takes ${ANSWER_S} s for an answer, ${each} a second are ${each * ANSWER_S} messages on their way in each worker, so it is not what limits you. A smaller one leaves fewer messages unknown when a worker dies.`,
			`5. **Batches of ${BATCH}**: ${whole(MESSAGES / BATCH)} executions a day, each of about ${whole((BATCH * CONCURRENCY) / each / 60)} minutes, with ${CONCURRENCY} at a time in a worker. n8n writes all items of an execution into its database and holds them in memory, so one execution with everything is slow and fragile; batches that are too small pay for starting an execution and for the wait of up to 5 s until a free worker takes one.`,
		].join('\n'),
		`**How n8n's own queue carries it.** A workflow with a schedule reads the next rows of your table, marks them as handed over, puts ${BATCH} of them at a time into the body of an HTTP Request node, and calls the production webhook of the sending workflow (Respond: Immediately). Each call becomes a job in Redis and an execution in Postgres at once, however busy the workers are; a free worker takes the next one. All of a day's calls may wait there: Redis holds no more than an id of each. (A sub-workflow is no way to spread the work: it runs in the worker that calls it. A call's body may have 16 MB unless n8n is told otherwise.) To stop the day, unpublish the workflow with the schedule and let the queue run empty.`,
		`**What to look at before you rely on it.**`,
		[
			`- **Send Once Key does not carry a million keys.** Its keys stay in one row that n8n reads and writes whole: with 100,000 of them a run takes several times as long ([benchmarks](benchmarks.md#send-once-keys)). At this size keep the record yourself: mark rows when they are handed over, write \`accepted\`, \`rejected\` or \`unknown\` back to them from the node's two outputs, and hand over again only those that were rejected. Rows that are handed over and never written back, because a worker died, are unknown: ${BATCH} at most for each execution that it ran. Smaller batches make that fewer.`,
			'- **Claims of executions that run in parallel in different workers can be lost**: n8n keeps those of a node in one row without a lock. They protect a retry after a crash less, the more executions run at the same time. That is one more reason for marks of your own.',
			'- **Executions fill the database.** Set the workflow not to save successful executions, or let n8n prune them after some hours.',
			'- **Update all processes together.** A worker goes on with the version of this package that it has loaded: stop all, update, start all, and compare the version on each machine.',
		].join('\n'),
	];
}
