/** Mutants that no test kills, all for the same reason. */
export interface Survivors {
	/** Of the code, from `nodes/LiveVoxSms/` or the root. */
	file: string;
	/** As `report.ts` writes them. */
	changes: string[];
	/** For the readers of docs/mutation.md. */
	because: string;
}

/** Each mutant that may survive. What is missing here, and what does not survive any more, fails `npm run mutation`. */
export const SURVIVORS: readonly Survivors[] = [];
