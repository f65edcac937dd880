import type { Section } from '../rounds';
import { figureOf, show, type Figure } from '../statistics';
import type { N8nHarness, Run } from './harness';
import type { Conditions } from './livevox';
import type { Way } from './workflow';

/** So many recipients, and how LiveVox answers. */
export interface Setting {
	name: string;
	count: number;
	conditions: Conditions;
}

/** A way to send, in a setting: its result in each round. */
export class Contest implements Section {
	readonly name: string;
	readonly runs: Run[] = [];

	constructor(
		private readonly bench: N8nHarness,
		readonly setting: Setting,
		readonly way: Way,
		readonly mostRounds: number,
	) {
		this.name = `${setting.name}: ${way.name}`;
	}

	async round(): Promise<void> {
		const { count, conditions } = this.setting;
		this.runs.push(await this.bench.run(this.way, count, conditions));
	}

	/** How many rounds ended with one message for each recipient. */
	get completed(): number {
		return this.runs.filter(({ once }) => once === this.setting.count).length;
	}

	get isComplete(): boolean {
		return this.completed === this.runs.length;
	}

	/** Messages under way at the same moment. */
	get most(): number {
		return Math.max(...this.runs.map(({ mostUnderWay }) => mostUnderWay));
	}

	/** Something of each round. */
	figure = (of: (run: Run) => number): Figure => figureOf(this.runs.map(of));

	/** Until all had their message, where in every round they had. */
	get seconds(): Figure | undefined {
		return this.isComplete ? this.figure(({ reachedMs }) => reachedMs / 1000) : undefined;
	}

	/** Its time as a multiple of another's, in the rounds that both have run. */
	timesAsLongAs(other: Contest): Figure | undefined {
		if (!this.isComplete || !other.isComplete) return undefined;
		const rounds = this.runs.slice(0, other.runs.length);
		return figureOf(rounds.map((run, i) => run.reachedMs / other.runs[i]!.reachedMs));
	}

	/** A line of the table. */
	row(thisNode: Contest): string[] {
		const { count } = this.setting;
		const times = this.timesAsLongAs(thisNode);
		const number = (of: (run: Run) => number) => show(this.figure(of), 0);
		return [
			this.way.name,
			number(({ once }) => once),
			number(({ once, several }) => count - once - several),
			number(({ several }) => several),
			number(({ rejected }) => rejected),
			number(({ logins }) => logins),
			this.timeInWords(),
			times ? show(times) : '–',
			String(this.runs.length),
		];
	}

	private timeInWords(): string {
		if (this.seconds) return `${show(this.seconds, 1)} s`;
		const rounds = this.completed ? `${this.completed} of ${this.runs.length} rounds` : 'never';
		const cutOff = this.runs.some(({ isCutOff }) => isCutOff) ? ' (cut off)' : '';
		const ended = this.figure(({ endedMs }) => endedMs / 1000);
		return `${rounds} in ${show(ended, 1)} s${cutOff}`;
	}
}

export const HEAD = [
	'Way to send',
	'Once',
	'Never',
	'More than once',
	'429s',
	'Logins',
	'All reached after',
	'Times this node',
	'Rounds',
];
