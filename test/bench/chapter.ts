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
	/** What the table means, in one sentence. */
	meaning: string;
	/** How it was measured. */
	method: string;
	bars: Bar[];
}
