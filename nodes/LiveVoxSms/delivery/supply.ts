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
	/** Noted in a ledger that other runs share, until they may begin it. */
	private readonly begun = new Set<Message>();
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
		this.beginning = memory.isShared ? undefined : memory.beginning;
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
			this.end(index, this.knownResult(this.messages[index]!) ?? this.unsent(reply));
		}
	}

	/** Not tried by this run; where only the claims tell what an earlier one has begun, and were not asked, nobody knows. */
	private unsent(reply: Reply<Receipt>): Outcome<Receipt> {
		const isUntold = reply.kind === 'notTried' && this.memory.isStartedOver;
		return outcomeOf(isUntold ? { kind: 'untold' } : reply);
	}

	/** Writes what the last messages changed in the stores. */
	async flush(): Promise<void> {
		await this.claims.flush();
		await this.onceKeys.flush().catch(() => undefined);
		// Before its claim is gone another run would make it again, and lose it to this one.
		for (const { slot } of this.begun) {
			this.memory.ledger.forget(slot);
			this.memory.ledger.end(slot);
		}
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
			if (this.memory.isShared) this.begin(message);
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
		if (this.memory.ledger.isUnderWay(slot)) return begunEarlier();
		return this.unlessResent(message, begunEarlier());
	}

	private begin(message: Message): void {
		this.begun.add(message);
		this.memory.ledger.begin(message.slot);
	}

	private async claimed(chunk: number[]): Promise<Array<Job<Receipt>>> {
		if (this.memory.isDuplicate) return this.leaveToOtherRun(chunk);
		const [own, once] = [chunk.filter((i) => !this.keyOf(i)), chunk.filter((i) => this.keyOf(i))];
		const beginning = this.takeBeginning();
		const keys = own.flatMap((index) => this.claimKeysOf(this.messages[index]!));
		const begun = await this.claims.claim([...beginning, ...keys]);
		if (beginning.some((key) => begun.has(key))) return this.leaveToOtherRun(chunk);
		if (this.claims.isLost) return this.leaveUnsent(chunk);
		const states = await this.takeOnceKeys(once);
		const jobs: Array<Job<Receipt>> = [];
		for (const index of chunk) {
			const message = this.messages[index]!;
			// In a first try a claim is none of its own: another execution began in the same millisecond.
			const isBegun = this.memory.isRetry && message.claimKeys.some((key) => begun.has(key));
			const isElsewhere = this.beginningsOf(message).some((key) => begun.has(key));
			const told = isBegun ? begunEarlier() : isElsewhere ? begunElsewhere() : undefined;
			// In a loop the next round counts on from it.
			if (told) this.memory.ledger.recordUnknown(message.slot);
			const held = states.get(index) ?? (told && this.unlessResent(message, told));
			if (held) this.end(index, held);
			else jobs.push(this.jobFor(index));
		}
		return jobs;
	}

	/** Runs that share the ledger begin in any order, so that each message tells for itself whether another has begun. */
	private beginningsOf({ slot }: Message): string[] {
		const { isShared, beginning } = this.memory;
		return isShared && beginning !== undefined ? [`${beginning} ${slot}`] : [];
	}

	private claimKeysOf = (message: Message) => [...message.claimKeys, ...this.beginningsOf(message)];

	/** The key that tells whether another run has begun; none once it is claimed. */
	private takeBeginning(): string[] {
		const { beginning } = this;
		this.beginning = undefined;
		return beginning === undefined ? [] : [beginning];
	}

	/** The other run looks at no claim of this one, so nothing is safe to send; a retry must not send it either. */
	private leaveToOtherRun(chunk: number[]): [] {
		const reply = { kind: 'elsewhere' as const };
		for (const index of chunk) this.end(index, begunElsewhere());
		this.endRest(reply);
		for (const [index, { slot }] of this.messages.entries()) {
			if (this.results[index]?.outcome === 'unknown') this.memory.ledger.recordUnknown(slot);
		}
		return [];
	}

	/** Without its claims a message would go out again in a retry, where n8n keeps nothing else of the run. */
	private leaveUnsent(chunk: number[]): [] {
		const reply = { kind: 'notTried' as const, because: 'storeLost' as const };
		for (const index of chunk) this.end(index, this.unsent(reply));
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
			if (!states) held.set(index, this.unsent({ kind: 'notTried', because: 'noStore' }));
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
		const { slot, onceKey } = message;
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
			this.claims.release(this.claimKeysOf(message));
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
		const { ledger } = this.memory;
		const { slot } = message;
		const told = this.unlessMayBeSent(message, result);
		const isOut = told.outcome === 'accepted' || told.outcome === 'unknown';
		if (isOut && this.begun.delete(message)) ledger.end(slot);
		this.results[index] = told;
		this.onEnd(told);
	}
}

const begunEarlier = (): Delivered => outcomeOf({ kind: 'earlier' });
const begunElsewhere = (): Delivered => outcomeOf({ kind: 'elsewhere' });
