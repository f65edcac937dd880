import { Delivery } from '../../nodes/LiveVoxSms/delivery/deliver';
import { Ledger, type LedgerData } from '../../nodes/LiveVoxSms/delivery/journal';
import type { DeliveryReport, Held, Limits, Message, MessageResult } from '../../nodes/LiveVoxSms/delivery/types';
import { accepted, type Attempt } from './attempts';
import { MemoryStore } from './memory-store';
import { VirtualTime } from './virtual-time';

export const ITEMS = 30;
export const all = Array.from({ length: ITEMS }, (_, item) => item);

let processes = 0;

/** A LiveVox, what n8n keeps of an execution, and a node that can be run again and again. */
export class Execution {
	readonly time = new VirtualTime();
	readonly claims = new MemoryStore();
	readonly onceKeys = new MemoryStore();
	/** What LiveVox has accepted, in its order; the place is the transaction id. */
	readonly accepted: number[] = [];
	readonly asked: number[] = [];
	ledgerData: LedgerData = {};
	isRetry = false;
	executionMarker: string | undefined;
	text = 'text';
	maxPending = 0;
	/** What it attempts instead of accepting. */
	attempts = new Map<number, Attempt>();
	atRequest: (item: number) => void = () => undefined;
	onceKeyOf: (item: number) => string | undefined = () => undefined;
	excluded = new Set<number>();
	hoursOf: (item: number) => Held | undefined = () => undefined;
	batch = 7;
	isDuplicate = false;
	isShared = false;
	/** The execution that has called this one as a sub-workflow. */
	caller: string | undefined;
	readonly ends: MessageResult[] = [];
	/** What its executions share ends with it. */
	private process = `process ${processes++}`;
	private pending = 0;

	async run(limits: Partial<Limits> = {}, items = ITEMS): Promise<DeliveryReport> {
		const messages = all.slice(0, items).map((item) => this.message(item));
		const memory = { ...this.memory(this.ledgerData), isDuplicate: this.isDuplicate };
		this.ends.length = 0;
		const onEnd = (result: MessageResult) => this.ends.push(result);
		const delivery = new Delivery(messages, memory, this.limits(limits), this.time.runtime, onEnd);
		try {
			return await this.time.until(delivery.run());
		} finally {
			// It may have been killed.
			this.process = `process ${processes++}`;
		}
	}

	/** Another execution of the workflow in the same process, at the same time as others. */
	async beside(
		name: string,
		limits: Partial<Limits> = {},
		items = all,
		isStopped = this.time.runtime.isStopped,
	): Promise<DeliveryReport> {
		const messages = items.map((item) => ({ ...this.message(item), claimKeys: [`${name} ${item}`] }));
		const runtime = { ...this.time.runtime, isStopped };
		return await new Delivery(messages, this.memory({}), this.limits(limits), runtime, () => undefined).run();
	}

	private memory(ledgerData: LedgerData) {
		return {
			ledger: new Ledger(ledgerData, '0'),
			claims: this.claims,
			isRetry: this.isRetry,
			isStartedOver: this.isRetry,
			isDuplicate: false,
			isShared: this.isShared,
			executionMarker: this.executionMarker,
			onceKeys: this.onceKeys,
			keyScope: this.process,
			maxBatch: this.batch,
		};
	}

	private limits(limits: Partial<Limits>): Limits {
		return {
			account: this.process,
			maxConcurrency: 4,
			messagesPerSecond: 0,
			maxRateLimitWait: 10_000,
			resendUnknown: false,
			stopAtFailure: false,
			...limits,
		};
	}

	/** The process has ended, and a person retries: n8n's database is all that is left. */
	startOver(): void {
		this.ledgerData = {};
		this.isRetry = true;
		this.forget();
	}

	/** Which items LiveVox was asked for from now on. */
	forget(): void {
		this.asked.length = 0;
	}

	private message(item: number): Message {
		return {
			messageKey: `${this.text} ${item}`,
			claimKeys: [`${this.text} ${item}`],
			notedKeys: [],
			siblingKey: this.caller && `${this.caller} ${item}`,
			onceKey: this.onceKeyOf(item),
			isExcluded: this.excluded.has(item),
			checkHours: () => this.hoursOf(item),
			attempt: async () => await this.request(item),
		};
	}

	private async request(item: number): Promise<Attempt> {
		this.asked.push(item);
		this.maxPending = Math.max(this.maxPending, ++this.pending);
		this.atRequest(item);
		await this.time.sleep(25);
		const result = this.attempts.get(item) ?? accepted(this.accepted.push(item));
		await this.time.sleep(25);
		this.pending--;
		return result;
	}
}

export const itemsThat = ({ results }: DeliveryReport, is: (result: MessageResult) => boolean) =>
	all.filter((item) => results[item] && is(results[item]));
