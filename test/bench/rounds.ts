/** Figures that are measured together, round by round. */
export interface Section {
	name: string;
	/** Rounds beyond the first are left out where the time does not allow them. */
	mostRounds: number;
	round: () => Promise<void>;
}

/**
 * Runs the first round of every section, then the second, and so on, so that what happens on the machine
 * meanwhile hits all of them. A further round begins only where it will be over within the time.
 *
 * @param withinMs counted from the start of the process
 * @param tell told what has run, and how long it took
 */
export async function runRounds(sections: Section[], withinMs: number, tell: (words: string) => void): Promise<void> {
	const lastTook = new Map<Section, number>();
	const mostRounds = Math.max(...sections.map((section) => section.mostRounds));
	for (let round = 1; round <= mostRounds; round++) {
		for (const section of sections.filter((each) => each.mostRounds >= round)) {
			const begin = performance.now();
			if (round > 1 && begin + lastTook.get(section)! > withinMs) continue;
			await section.round();
			const took = performance.now() - begin;
			lastTook.set(section, took);
			tell(`Round ${round}: ${section.name} (${(took / 1000).toFixed(1)} s)`);
		}
	}
}
