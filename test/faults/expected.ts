import { hitMessages, isSend, LATER_RETRIES, LIST_ITEMS, MESSAGES, revokedMessage, TRIES, type Cell } from './cells';
import type { Outcome } from './rows';

/** How an item ends. On Stop the error of a list does not tell rejected and unknown apart: `failed`. */
export type End = Outcome | 'notTried' | 'failed';

/** What has to be true after a run. */
export interface Expected {
	/** By item. */
	ends: End[];
	/** The messages that LiveVox has sent, ascending. */
	sent: number[];
	/** At least and at most, from the beginning. */
	logins: [number, number];
}

/**
 * Works out from a row of the table of faults, and from nothing that the node says, what a run has to come
 * to, and what has come of it once a person has pressed Retry a few times. Messages go one at a time.
 */
export class Forecast {
	private readonly known = new Map<number, Outcome>();
	private readonly tried = new Set<number>();
	private readonly sent = new Set<number>();
	private readonly logins: [number, number] = [1, 1];
	private readonly isStop: boolean;
	private ends: Array<Outcome | 'notTried'> = [];

	constructor(private readonly cell: Cell) {
		this.isStop = cell.onError === 'stopWorkflow';
	}

	/** The run with its Retry On Fail. */
	run(): Expected {
		for (let tries = this.cell.retryOnFail ? TRIES : 1; tries > 0 && this.isDue(); tries--) {
			this.runNode();
		}
		return this.expected();
	}

	/** A person presses Retry, as long as the workflow stops. */
	retryLater(): Expected {
		for (let i = 0; i < LATER_RETRIES && this.isStop && this.isDue(); i++) this.run();
		return this.expected();
	}

	/** Whether n8n runs the node again: on a Continue it asks the first item alone. */
	private isDue(): boolean {
		const { ends } = this;
		if (ends.length === 0) return true;
		return (this.isStop ? ends : ends.slice(0, 1)).some((end) => end !== 'accepted');
	}

	private runNode(): void {
		this.addLogins([0, this.cell.row.mostLogins ?? 0]);
		let hasFailed = false;
		this.ends = Array.from({ length: isSend(this.cell) ? MESSAGES : 1 }, (_, message) => {
			const known = this.known.get(message);
			if (known) return known;
			if (this.isStop && hasFailed) return 'notTried';
			const end = this.attempt(message);
			hasFailed ||= end !== 'accepted';
			return end;
		});
	}

	private attempt(message: number): Outcome {
		const { row } = this.cell;
		const isFirst = !this.tried.has(message);
		const isRenewed = isFirst && this.renewsSession(message);
		this.tried.add(message);
		if (row.hits === 'once' && !(isFirst && hitMessages(this.cell).includes(message))) {
			return this.end(message, 'accepted');
		}
		if (row.rejectsSession) {
			// A request gets one new session: two rejected in a row are a rejection.
			this.addLogins(isRenewed ? [0, 1] : [1, 1]);
			if (isRenewed) return this.end(message, 'rejected');
		}
		if (row.isSent && isSend(this.cell)) this.sent.add(message);
		return this.end(message, isSend(this.cell) ? row.send : row.list);
	}

	/** Whether a request meets a dead session, whatever the fault. */
	private renewsSession(message: number): boolean {
		const { row, session } = this.cell;
		if (session === 'expired') return this.tried.size === 0;
		if (session === 'none' || message !== revokedMessage(this.cell)) return false;
		// Where the fault is always there, the run may end before the session does.
		this.addLogins(row.hits === 'always' ? [0, 1] : [1, 1]);
		return true;
	}

	private end(message: number, outcome: Outcome): Outcome {
		if (!isSend(this.cell)) return outcome;
		if (outcome === 'accepted') this.sent.add(message);
		// What was rejected may be sent again; the rest is remembered, and not repeated.
		if (outcome !== 'rejected') this.known.set(message, outcome);
		return outcome;
	}

	private addLogins([least, most]: [number, number]): void {
		this.logins[0] += least;
		this.logins[1] += most;
	}

	private expected(): Expected {
		const { cell, ends, isStop, logins, sent } = this;
		return {
			ends: isSend(cell) ? ends : Array.from({ length: LIST_ITEMS }, () => listEnd(ends[0]!, isStop)),
			sent: [...sent].sort((one, other) => one - other),
			logins: [...logins],
		};
	}
}

const listEnd = (end: End, isStop: boolean): End => (isStop && end !== 'accepted' ? 'failed' : end);
