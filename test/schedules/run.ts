import type { ClaimStore } from '../../nodes/LiveVoxSms/delivery/claims';
import { deliver } from '../../nodes/LiveVoxSms/delivery/deliver';
import { Ledger, type LedgerData } from '../../nodes/LiveVoxSms/delivery/ledger';
import type { Delivered, Memory, Message } from '../../nodes/LiveVoxSms/delivery/message';
import type { Reply } from '../../nodes/LiveVoxSms/delivery/outcome';
import { mostInASecond } from '../unit/pool-run';
import type { VirtualTime } from '../unit/virtual-time';
import type { LiveVox, Sender } from './livevox';
import type { RunPlan } from './plan';

/** What n8n keeps of an execution. */
export class Kept {
	readonly ledger: LedgerData = {};
	/** Items that LiveVox has told the node that it accepted. */
	readonly known = new Set<number>();

	/** It does not go back to the first try. */
	isStartedOver = false;

	get isEmpty(): boolean {
		return Object.keys(this.ledger).length === 0;
	}
}

/** An item of the workflow, as all runs of an execution see it. */
export interface Item extends Pick<Message, 'slot' | 'claimKey' | 'onceKey'> {
	/** See `Sent`. */
	message: string;
}

/** Where a run takes place. */
export interface Surroundings extends Pick<Memory, 'isRetry' | 'beginning'> {
	time: VirtualTime;
	livevox: LiveVox;
	claims: ClaimStore;
	onceKeys: ClaimStore;
	items: Item[];
	onBreach: (what: string) => void;
}

const CUT: Reply<number> = { kind: 'broken', code: 'ERR_CANCELED', beforeSending: false };

/** One run of the node over all items, and what could be seen of it. */
export class Run implements Sender {
	/** How each message ended; undefined where the process ended before. */
	results: Delivered[] | undefined;
	/** The store of claims refused from the beginning: the node goes on without, and says so. */
	isUnprotected = false;
	isForgotten = false;
	readonly resends: boolean;
	private readonly starts: number[] = [];
	private underWay = 0;
	private mostUnderWay = 0;
	private cut: (reply: Reply<number>) => void = () => undefined;
	private readonly cutOff = new Promise<Reply<number>>((resolve) => (this.cut = resolve));

	constructor(
		private readonly plan: RunPlan,
		readonly kept: Kept,
		private readonly at: Surroundings,
	) {
		this.resends = plan.resendUnknown;
	}

	async deliver(): Promise<void> {
		const { plan, at, kept } = this;
		const memory: Memory = {
			ledger: new Ledger(kept.ledger, '0'),
			claims: this.claims(),
			isRetry: at.isRetry,
			isStartedOver: kept.isStartedOver,
			beginning: at.beginning,
			onceKeys: at.onceKeys,
			mostClaimed: plan.chunk,
		};
		let ends = 0;
		const messages = at.items.map((item, index) => ({
			...item,
			attempt: async () => await this.request(index),
		}));
		const { results, claimsRefusal } = await deliver(
			messages,
			memory,
			plan,
			at.time.surroundings,
			() => ends++,
		);
		this.results = results;
		if (ends !== at.items.length) at.onBreach(`${ends} ends of ${at.items.length} messages`);
		if ((claimsRefusal !== undefined) !== this.isUnprotected) at.onBreach('a wrong hint');
	}

	/** n8n cuts off the requests on their way. */
	stop(): void {
		this.cut(CUT);
	}

	checkPace(): void {
		const { maxConcurrency, messagesPerSecond } = this.plan;
		if (this.mostUnderWay > maxConcurrency) this.at.onBreach(`${this.mostUnderWay} in flight`);
		const most = mostInASecond(this.starts);
		if (messagesPerSecond > 0 && most > messagesPerSecond) this.at.onBreach(`${most} in a second`);
	}

	private claims(): ClaimStore {
		const { claims } = this.at;
		// Where only the claims tell what was begun, the node does not go on without.
		let hasWorked = this.kept.isStartedOver;
		return {
			remove: claims.remove,
			record: async (keys) => {
				try {
					const recorded = await claims.record(keys);
					hasWorked = true;
					return recorded;
				} finally {
					this.isUnprotected ||= !hasWorked;
				}
			},
		};
	}

	private async request(item: number): Promise<Reply<number>> {
		const { kept, at } = this;
		if (kept.known.has(item)) at.onBreach(`item ${item} is sent again though it is accepted`);
		this.starts.push(at.time.now());
		this.mostUnderWay = Math.max(this.mostUnderWay, ++this.underWay);
		const reply = await Promise.race([
			this.cutOff,
			at.livevox.send({
				by: this,
				item,
				claimKey: at.items[item]!.claimKey,
				message: at.items[item]!.message,
			}),
		]);
		this.underWay--;
		if (reply.kind === 'answer' && reply.status === 200) kept.known.add(item);
		return reply;
	}
}
