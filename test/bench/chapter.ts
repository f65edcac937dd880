/** A line that design and demand set a bar for. */
export interface Bar {
	what: string;
	bar: string;
	measured: string;
	isHeld: boolean;
}

/** A table of the report. */
export interface Chapter {
	title: string;
	head: string[];
	rows: string[][];
	/** One sentence on what the table means, then how it was measured. */
	meaning: string;
	bars: Bar[];
}
