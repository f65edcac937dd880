import type { IDataObject } from 'n8n-workflow';

import type { Bench } from './harness';
import type { Chapter } from './chapter';
import { recipients } from './recipients';
import type { Section } from './rounds';
import { figureOf, whole, type Figure } from './statistics';

const MESSAGES = 10_000;
const LISTED = 100_000;
/** Different numbers in the list, none of them a recipient. */
const DIFFERENT = 50_000;
const HOUR_MS = 3_600_000;

/** Sending Hours by area code, and Do Not Send To with a long list, neither of which stops a message. */
export class Rules implements Section {
	readonly name = `${whole(MESSAGES)} messages with Sending Hours and Do Not Send To`;
	/** Milliseconds of each run. */
	readonly without: number[] = [];
	readonly with: number[] = [];
	private readonly options = { doNotSendTo: listOfNumbers(), sendingHours: openHours(new Date()) };

	constructor(
		private readonly bench: Bench,
		readonly mostRounds: number,
	) {}

	async round(): Promise<void> {
		const run = async (times: number[], options?: IDataObject) => {
			times.push((await this.bench.race('node', MESSAGES, {}, options)).ms);
		};
		await run(this.without);
		await run(this.with, this.options);
		await run(this.with, this.options);
		await run(this.without);
	}
}

const listOfNumbers = (): string => {
	const numbers = recipients(MESSAGES + DIFFERENT).slice(MESSAGES);
	const lines = Array.from({ length: LISTED }, (_, i) => numbers[i % DIFFERENT]!.to);
	return lines.map((to) => `(${to.slice(0, 3)}) ${to.slice(3, 6)}-${to.slice(6)}`).join('\n');
};

/** Closed for one hour, which is half a day away in the middle of the continent. */
function openHours(now: Date): IDataObject {
	const at = (hours: number) => {
		const utc = new Date(now.getTime() + hours * HOUR_MS);
		return `${(utc.getUTCHours() + 18) % 24}:00`;
	};
	return { hours: { from: at(13), to: at(12), timeZone: '' } };
}

export function rulesChapter(rules: Rules): Chapter {
	const [without, withRules] = [figureOf(rules.without), figureOf(rules.with)];
	const times = withRules.least / without.least;
	const row = (what: string, { least, median, most }: Figure) => [
		what,
		...[least, median, most].map((ms) => `${(ms / 1000).toFixed(1)} s`),
	];
	return {
		title: 'Sending Hours and Do Not Send To',
		head: [`${whole(MESSAGES)} messages, ${rules.with.length} runs each`, 'Fastest', 'Median', 'Slowest'],
		rows: [row('Without', without), row(`With hours and ${whole(LISTED)} numbers`, withRules)],
		meaning:
			'Each recipient is looked up in the list and in the table of area codes, and its hours just before the start.',
		method:
			'LiveVox answers at once here. Nobody is on the list, and all hours but one are open, so that every message goes out. The list is text with one formatted number in each line. Runs with and without take turns. The fastest of each are compared: the two differ by less than runs of the same kind do on a shared machine, and what disturbs a run only makes it slower.',
		bars: [
			{
				what: `${whole(MESSAGES)} messages with hours and a list of ${whole(LISTED)} numbers`,
				bar: 'at most 1.05 times the time without',
				measured: `${times.toFixed(2)} times`,
				isHeld: times <= 1.05,
			},
		],
	};
}
