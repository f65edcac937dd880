import type { Reply } from '../../nodes/LiveVoxSms/delivery/outcome';
import { answer, BROKEN, UNREACHED } from '../unit/replies';
import type { VirtualTime } from '../unit/virtual-time';
import type { Fate, Schedule } from './plan';

/** Who sends a message. */
export interface Sender {
	/** May send again what may have been sent. */
	resends: boolean;
	/** Wrote no claims, and n8n has lost what it kept of the run: nothing knows of its messages any more. */
	isForgotten: boolean;
}

/** A message as it is sent. */
export interface Sent {
	by: Sender;
	item: number;
	/** The same for the item in all runs of an execution. */
	claimKey: string;
	/** Messages with the same text here are one to the builder: in an execution, or with the same key. */
	message: string;
}

/** A message that LiveVox has taken on. */
export interface Acceptance extends Sent {
	/** Ids count the requests in the order in which they were made. */
	id: number;
}

const REPLIES: Record<Exclude<Fate, 'accepted' | 'lost'>, Reply<number>> = {
	rejected: answer(400),
	broken: BROKEN,
	busy: answer(429),
	away: answer(503, { retryAfter: '1' }),
	unreached: UNREACHED,
};

/** A LiveVox that treats one request after another as the schedule says. */
export class LiveVox {
	/** Accepts everything from now on. */
	isKind = false;
	readonly accepted: Acceptance[] = [];
	requests = 0;

	constructor(
		private readonly time: VirtualTime,
		private readonly plan: Schedule,
		private readonly onTwice: (first: Acceptance, second: Acceptance) => void,
	) {}

	/** It accepts half way between request and answer, whether or not anybody still waits for that. */
	async send(sent: Sent): Promise<Reply<number>> {
		const { fates, latencies } = this.plan;
		const id = this.requests++;
		const latency = latencies[id % latencies.length]!;
		const fate = this.isKind ? 'accepted' : fates[id % fates.length]!;
		await this.time.sleep(latency / 2);
		if (fate === 'accepted' || fate === 'lost') this.accept({ ...sent, id });
		await this.time.sleep(latency / 2);
		if (fate === 'accepted') return answer(200, { id });
		return fate === 'lost' ? BROKEN : REPLIES[fate];
	}

	private accept(acceptance: Acceptance): void {
		for (const other of this.accepted) {
			const isForgotten = other.by.isForgotten || acceptance.by.isForgotten;
			if (other.message !== acceptance.message || isForgotten) continue;
			const [first, second] = other.id < acceptance.id ? [other, acceptance] : [acceptance, other];
			this.onTwice(first, second);
		}
		this.accepted.push(acceptance);
	}
}
