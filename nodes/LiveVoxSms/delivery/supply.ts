import { ChunkSize } from './chunkSize';
import type { Claims } from './claims';
import type { Delivered, Memory, Message, Receipt } from './message';
import { OnceKeys } from './onceKeys';
import { outcomeOf, type Failed, type Outcome, type Reply } from './outcome';
import type { Job } from './pool';

/** Decides for each message whether it is to be sent, and records how it ended. */
export class Supply {
	readonly results: Delivered[] = [];
	private readonly onceKeys: OnceKeys;
	private readonly chunkSize: ChunkSize;
	private readonly seenKeys = new Set<string>();
	/** Begun by an earlier try without a known end: unknown until LiveVox accepts them. */
	private readonly mayBeSent = new Set<Message>();
	private beginning: string | undefined;
	private next = 0;
	private sent = 0;

	constructor(
		private readonly messages: Message[],
		private readonly memory: Memory,
		private readonly claims: Claims,
		private readonly resendUnknown: boolean,
		private readonly onEnd: (result: Delivered) => void,
		now: () => number,
	) {
		this.chunkSize = new ChunkSize(memory.mostClaimed, now);
		this.onceKeys = new OnceKeys(memory.onceKeys);
		this.beginning = memory.beginning;
	}

	/** The next messages to send, claimed; none once all are begun. */
	async nextJobs(): Promise<Array<Job<Receipt>>> {
		let jobs: Array<Job<Receipt>> = [];
		while (jobs.length === 0 && this.next < this.messages.length) {
			jobs = await this.chunkSize.timed(this.claimed(this.nextChunk()));
		}
		return jobs;
	}

	/** Ends what was never begun. */
	endRest(reply: Reply<Receipt>): void {
		while (this.next < this.messages.length) {
			const index = this.next++;
			this.end(index, this.knownResult(this.messages[index]!) ?? outcomeOf(reply));
		}
	}

	/** Writes what the last messages changed in the stores. */
	async flush(): Promise<void> {
		await this.claims.flush();
		await this.onceKeys.flush().catch(() => undefined);
	}

	/** Indexes of the next messages that the ledger has nothing against. */
	private nextChunk(): number[] {
		const chunk: number[] = [];
		const size = this.chunkSize.next(this.sent);
		while (chunk.length < size && this.next < this.messages.length) {
			const index = this.next++;
			const message = this.messages[index]!;
			const known = this.knownResult(message);
			if (known) {
				this.end(index, known);
				continue;
			}
			if (this.memory.isShared) this.memory.ledger.recordUnknown(message.slot);
			chunk.push(index);
		}
		return chunk;
	}

	private knownResult(message: Message): Delivered | undefined {
		const { slot, onceKey } = message;
		if (onceKey !== undefined) {
			if (this.seenKeys.has(onceKey)) return { outcome: 'skipped', state: 'repeated' };
			this.seenKeys.add(onceKey);
		}
		const known = this.memory.ledger.find(slot);
		if (known === undefined) return undefined;
		if (known !== 'unknown') return { outcome: 'accepted', value: known.id, alreadyDone: true };
		return this.unlessResent(message, begunEarlier());
	}

	private async claimed(chunk: number[]): Promise<Array<Job<Receipt>>> {
		if (this.memory.isDuplicate) return this.leaveToOtherRun(chunk);
		const [own, once] = [chunk.filter((i) => !this.keyOf(i)), chunk.filter((i) => this.keyOf(i))];
		const beginning = this.takeBeginning();
		const keys = own.flatMap((index) => this.messages[index]!.claimKeys);
		const begun = await this.claims.claim([...beginning, ...keys]);
		if (beginning.some((key) => begun.has(key))) return this.leaveToOtherRun(chunk);
		if (this.claims.isLost) return this.leaveUnsent(chunk);
		const states = await this.takeOnceKeys(once);
		const jobs: Array<Job<Receipt>> = [];
		for (const index of chunk) {
			const message = this.messages[index]!;
			// In a first try a claim is none of its own: another execution began in the same millisecond.
			const isBegun = this.memory.isRetry && message.claimKeys.some((key) => begun.has(key));
			const held =
				states.get(index) ?? (isBegun ? this.unlessResent(message, begunEarlier()) : undefined);
			if (held) this.end(index, held);
			else jobs.push(this.jobFor(index));
		}
		return jobs;
	}

	/** The key that tells whether another run has begun; none once it is claimed. */
	private takeBeginning(): string[] {
		const { beginning } = this;
		this.beginning = undefined;
		return beginning === undefined ? [] : [beginning];
	}

	/** The other run looks at no claim of this one, so nothing is safe to send; a retry must not send it either. */
	private leaveToOtherRun(chunk: number[]): [] {
		const reply = { kind: 'elsewhere' as const };
		for (const index of chunk) this.end(index, outcomeOf(reply));
		this.endRest(reply);
		for (const [index, { slot }] of this.messages.entries()) {
			if (this.results[index]?.outcome === 'unknown') this.memory.ledger.recordUnknown(slot);
		}
		return [];
	}

	/** Without its claims a message would go out again in a retry, where n8n keeps nothing else of the run. */
	private leaveUnsent(chunk: number[]): [] {
		const reply: Reply<Receipt> = this.memory.isStartedOver
			? { kind: 'untold' }
			: { kind: 'notTried', because: 'storeLost' };
		for (const index of chunk) this.end(index, outcomeOf(reply));
		this.endRest(reply);
		return [];
	}

	/** What speaks against sending each of these messages, by their own keys. */
	private async takeOnceKeys(chunk: number[]): Promise<Map<number, Delivered>> {
		const held = new Map<number, Delivered>();
		if (chunk.length === 0) return held;
		const states = await this.onceKeys
			.take(chunk.map((index) => this.keyOf(index)!))
			.catch(() => undefined);
		for (const index of chunk) {
			const state = states?.get(this.keyOf(index)!);
			if (!states) held.set(index, outcomeOf({ kind: 'notTried', because: 'noStore' }));
			else if (state === 'sent') held.set(index, { outcome: 'skipped', state });
			else if (state === 'unknown') {
				const result = this.unlessResent(this.messages[index]!, { outcome: 'skipped', state });
				if (result) held.set(index, result);
			}
		}
		return held;
	}

	/** What an unknown message is told as; undefined where it is sent again all the same. */
	private unlessResent(message: Message, result: Delivered): Delivered | undefined {
		if (!this.resendUnknown) return result;
		this.mayBeSent.add(message);
		return undefined;
	}

	private keyOf = (index: number) => this.messages[index]!.onceKey;

	private jobFor(index: number): Job<Receipt> {
		return {
			attempt: this.messages[index]!.attempt,
			end: (result) => {
				this.sent++;
				this.end(index, this.record(this.messages[index]!, result));
			},
		};
	}

	/** @returns what the message is told as */
	private record(message: Message, result: Outcome<Receipt>): Outcome<Receipt> {
		const { slot, claimKeys, onceKey } = message;
		const { ledger } = this.memory;
		const outcome = this.unlessMayBeSent(message, result);
		if (outcome.outcome === 'accepted') {
			ledger.recordAccepted(slot, outcome.value);
			if (onceKey !== undefined) this.onceKeys.close(onceKey);
		} else if (outcome.outcome === 'unknown') {
			ledger.recordUnknown(slot);
		} else if (onceKey !== undefined) {
			this.onceKeys.release(onceKey);
		} else {
			this.claims.release(claimKeys);
		}
		return outcome;
	}

	/** Once perhaps sent, a message is never again told as not sent. */
	private unlessMayBeSent<T extends Delivered>(message: Message, result: T): T | Failed {
		if (result.outcome !== 'rejected' || !this.mayBeSent.has(message)) return result;
		const { reply } = result as Failed;
		return { outcome: 'unknown', reply: reply.kind === 'notTried' ? { kind: 'earlier' } : reply };
	}

	private end(index: number, result: Delivered): void {
		const message = this.messages[index]!;
		const told = this.unlessMayBeSent(message, result);
		if (this.memory.isShared && told.outcome !== 'accepted' && told.outcome !== 'unknown') {
			this.memory.ledger.forget(message.slot);
		}
		this.results[index] = told;
		this.onEnd(told);
	}
}

const begunEarlier = (): Delivered => outcomeOf({ kind: 'earlier' });
