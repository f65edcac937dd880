import type { MessageKeys } from '../../nodes/LiveVoxSms/actions/sms/messageKeys';
import { withStores } from '../../nodes/LiveVoxSms/actions/sms/stores';
import { Delivery } from '../../nodes/LiveVoxSms/delivery/deliver';
import type { DeliveryReport, Memory, MessageResult } from '../../nodes/LiveVoxSms/delivery/types';
import { UNKNOWN, type Attempt } from '../unit/attempts';
import { mostInASecond } from '../unit/queue-run';
import { itemOf, nameOf, onceKeyOf } from './message';
import { contextOf, type Place } from './place';

/** One run of the node over the items of a round, and what could be seen of it. */
export class Run {
	/** How each message ended; undefined where the process ended before. */
	results: MessageResult[] | undefined;
	keys: MessageKeys[] = [];
	/** n8n has lost what the node wrote in this run. */
	isForgotten = false;
	/** May send again what may have been sent. */
	readonly resends: boolean;
	/** Counts all runs in the order in which they began. */
	readonly order: number;
	private readonly recorded = new Set<string>();
	private hasSentUnclaimed = false;
	private readonly starts: number[] = [];
	private pending = 0;
	private maxPending = 0;
	private cut: (result: Attempt) => void = () => undefined;
	private readonly cutOff = new Promise<Attempt>((resolve) => (this.cut = resolve));

	/**
	 * @param index n8n's $runIndex
	 * @param contents of the messages
	 * @param position of the first of them among all of the execution
	 */
	constructor(
		readonly at: Place,
		readonly index: number,
		readonly contents: number[],
		private readonly position: number,
	) {
		this.resends = at.plan.resendUnknown;
		this.order = at.kept.runs.size;
		at.kept.runs.add(this);
	}

	/** The ledger does not go back to the first try of this run. */
	get isStartedOver(): boolean {
		return this.at.kept.data.liveVoxStartedOver?.[this.name] === true;
	}

	/** Other runs of the execution may be in progress at the same time. */
	get hasCompany(): boolean {
		return this.at.schedule.isTool || this.at.plan.second !== null;
	}

	/** No other execution of the same is beside it, and none seems to be by a claim that the store made and denied. */
	get isAlone(): boolean {
		return this.at.plan.second === null && !this.isDisturbed;
	}

	private get isDisturbed(): boolean {
		const { outage, failures } = this.at.plan;
		return outage !== null || failures.length > 0;
	}

	/** By what the ledger knows a message. */
	messageKeyOf(item: number): string {
		return `${this.name} ${this.keys[item]!.messageKey}`;
	}

	private get name(): string {
		return this.at.schedule.isTool ? 'tool' : String(this.index);
	}

	async deliver(): Promise<MessageResult[]> {
		const { at } = this;
		const retries = this.retriesHere;
		if (at.isRetry && !this.isSecondRetry) retries.add(this);
		const delivery = await withStores(
			contextOf(at, this.index, (keys) => {
				for (const key of keys) this.recorded.add(key);
			}),
			this.contents.length,
			async (memory, keysOf) => await this.deliverWith(memory, keysOf),
		);
		retries.delete(this);
		this.results = delivery.results;
		this.checkHint(delivery);
		return delivery.results;
	}

	/** n8n cuts off the requests on their way. */
	stop(): void {
		this.cut(UNKNOWN);
	}

	checkPace(): void {
		const { plan, onBreach } = this.at;
		if (this.maxPending > plan.maxConcurrency) onBreach(`${this.maxPending} in flight`);
		const most = mostInASecond(this.starts);
		if (plan.messagesPerSecond > 0 && most > plan.messagesPerSecond) onBreach(`${most} in a second`);
	}

	private async deliverWith(
		memory: Memory,
		keysOf: (item: ReturnType<typeof itemOf>) => MessageKeys,
	): Promise<DeliveryReport> {
		const { schedule, plan, time, onBreach } = this.at;
		const items = this.contents.map((content, item) => itemOf(schedule, content, this.position + item));
		this.keys = items.map(keysOf);
		let ends = 0;
		const delivery = await new Delivery(
			this.keys.map((keys, item) => ({
				...keys,
				isExcluded: false,
				attempt: async () => await this.request(item),
			})),
			{ ...memory, maxBatch: plan.maxBatch },
			{ ...plan, account: this.at.process },
			time.runtime,
			() => ends++,
		).run();
		if (ends !== items.length) onBreach(`${ends} ends of ${items.length} messages`);
		return delivery;
	}

	private checkHint({ unprotected }: DeliveryReport): void {
		if (this.hasSentUnclaimed && unprotected === undefined) {
			this.at.onBreach('no hint at messages without their claims');
		}
		if (unprotected !== undefined && !this.isDisturbed) this.at.onBreach('a wrong hint');
	}

	private async request(item: number): Promise<Attempt> {
		const { kept, time, livevox } = this.at;
		const messageKey = this.messageKeyOf(item);
		this.checkRequest(item, messageKey);
		this.starts.push(time.passed);
		this.maxPending = Math.max(this.maxPending, ++this.pending);
		const result = await Promise.race([this.cutOff, livevox.send(this.sent(item, messageKey))]);
		this.pending--;
		if (result.outcome === 'accepted') kept.known.add(messageKey);
		return result;
	}

	private sent(item: number, messageKey: string) {
		const { schedule, execution } = this.at;
		const { claimKeys, onceKey } = this.keys[item]!;
		const content = this.contents[item]!;
		const isClaimed = this.recorded.has(onceKey === undefined ? claimKeys[0]! : `taken ${onceKey}`);
		this.hasSentUnclaimed ||= !isClaimed;
		const message = nameOf(schedule, execution, content);
		const claimKey = onceKeyOf(schedule, content) ?? claimKeys[0]!;
		return { by: this, execution, content, message, messageKey, claimKey, isClaimed };
	}

	private checkRequest(item: number, messageKey: string): void {
		const { kept, isRetry, onBreach } = this.at;
		const what = `item ${this.position + item} is sent`;
		if (kept.known.has(messageKey)) onBreach(`${what} again though it is accepted`);
		if (isRetry && this.isSecondRetry) onBreach(`${what} by a second retry beside the first`);
	}

	/** The runs in progress of the first retry in this process of what this one repeats. */
	private get retriesHere(): Set<Run> {
		const { retries, process } = this.at;
		const name = `${process} ${this.name}`;
		const here = retries.get(name) ?? new Set();
		retries.set(name, here);
		return here;
	}

	private get isSecondRetry(): boolean {
		const [first] = this.retriesHere;
		return first !== undefined && first.at.kept !== this.at.kept;
	}
}
