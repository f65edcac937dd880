import type { NodeData } from '../../nodes/LiveVoxSms/actions/sms/stores';
import type { Run } from './run';

/** What n8n keeps of an execution for its retries. */
export class Kept {
	/** What the node wrote. */
	data: NodeData = {};
	/** The round that is next. */
	round = 0;
	/** The runs of which the node knows by this. */
	readonly runs = new Set<Run>();
	/** Messages that LiveVox has told the node that it accepted, by run and message key. */
	readonly known = new Set<string>();
	/** Messages that were told as perhaps sent. */
	readonly unknown = new Set<string>();

	/**
	 * @param rounds the contents of the messages of each
	 * @param shift how far $runIndex is ahead of the round
	 */
	constructor(
		readonly rounds: number[][],
		readonly shift: number,
	) {}

	/** The same for a second process. */
	copy(): Kept {
		const copy = new Kept(this.rounds, this.shift);
		copy.data = structuredClone(this.data);
		copy.round = this.round;
		for (const run of this.runs) copy.runs.add(run);
		for (const key of this.known) copy.known.add(key);
		for (const key of this.unknown) copy.unknown.add(key);
		return copy;
	}
}
