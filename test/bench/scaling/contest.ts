import type { Section } from '../rounds';
import { figureOf, show, showShare, type Figure } from '../statistics';
import type { Load, Run, ScalingHarness } from './harness';

/** A load for one, two and four workers: its result in each round. */
export class Contest implements Section {
	readonly runs = new Map<number, Run[]>();

	constructor(
		private readonly bench: ScalingHarness,
		readonly name: string,
		readonly load: Load,
		private readonly workers: number[],
		readonly mostRounds: number,
	) {
		for (const count of workers) this.runs.set(count, []);
	}

	async round(): Promise<void> {
		for (const count of this.workers) {
			await this.bench.haveWorkers(count);
			this.runs.get(count)!.push(await this.bench.run(this.load));
		}
	}

	get total(): number {
		return this.load.executions * this.load.messages;
	}

	/** Messages that reached LiveVox in a second. */
	perSecond = (workers: number): Figure => this.figure(workers, ({ reachedMs }) => (this.total / reachedMs) * 1000);

	/** Milliseconds of a processor that a worker takes for a message. */
	cpuPerMessage = (workers: number): Figure => this.figure(workers, ({ cpuMs }) => cpuMs / this.total);

	/** Lines of the table. */
	rows(): string[][] {
		return this.workers.map((workers) => {
			const runs = this.runs.get(workers)!;
			const one = this.runs.get(1)!;
			const times = figureOf(runs.map((run, i) => one[i]!.reachedMs / run.reachedMs));
			const cores = this.figure(workers, ({ cpuMs, reachedMs }) => cpuMs / reachedMs);
			return [
				String(workers),
				show(this.perSecond(workers), 0),
				show(times),
				show(this.cpuPerMessage(workers), 1),
				showShare(cores, 0),
				show(
					this.figure(workers, ({ rejected }) => rejected),
					0,
				),
				show(
					this.figure(workers, ({ logins }) => logins),
					0,
				),
				runs.every(({ once, several }) => once === this.total && several === 0) ? 'yes' : '**no**',
				String(runs.length),
			];
		});
	}

	private figure = (workers: number, of: (run: Run) => number): Figure => figureOf(this.runs.get(workers)!.map(of));
}

export const HEAD = [
	'Workers',
	'Messages per second',
	'Times one worker',
	'CPU per message, ms',
	'Cores that the workers kept busy',
	'Rejected with 429',
	'Logins',
	'Each once',
	'Rounds',
];
