import type { Result } from '../shared/result';
import type { Ledger } from './journal';

export type TransactionId = number | string;

export interface Message {
	/** Its content, and a count of those with the same. No position: a retry may get the items in another order. */
	messageKey: string;
	/** The same in an execution and its retries; several if it isn't certain which execution is repeated. */
	claimKeys: string[];
	/** Claimed too, for a retry that knows the message by another key; they don't keep it from being sent. */
	notedKeys: string[];
	/** Claimed too, by all that the same execution calls: claimed before, it tells that the other claims are theirs. */
	siblingKey: string | undefined;
	/** The user's own key for it, the same in all executions. */
	onceKey: string | undefined;
	/** The user has excluded the recipient: it isn't sent. */
	isExcluded: boolean;
	/** Asked before it starts: undefined if its recipient may get it now. */
	checkHours?: () => Held | undefined;
	/** Makes one request. Never throws. */
	attempt: () => Promise<Result<TransactionId>>;
}

/** Because of its recipient, or of its Send Once Key: `repeated` if an earlier item of this run has that too. */
export type Skipped = { outcome: 'skipped'; state: 'excluded' | 'sent' | 'unknown' | 'repeated' };

/** Not sent because of the recipient's hours; both in milliseconds since 1970. */
export type Held = { outcome: 'held'; heldAt: number; sendAfter: number };

export type MessageResult = Result<TransactionId> | Skipped | Held;

/** n8n's de-duplication store; `record` gives the keys that it had already. Throws if n8n's database fails. */
export interface KeyStore {
	record: (keys: string[]) => Promise<ReadonlySet<string | undefined>>;
	remove: (keys: string[]) => Promise<void>;
}

/** What a delivery knows of earlier ones, and leaves to later ones. */
export interface Memory {
	ledger: Ledger;
	claims: KeyStore;
	onceKeys: KeyStore;
	/** Send Once Keys with the same scope are in the same store. */
	keyScope: string;
	/** Claims count: this may repeat an earlier execution, as a retry or a sub-workflow. */
	isRetry: boolean;
	/** Another retry of the same execution is running in this process. */
	isDuplicate: boolean;
	/** Several runs use the ledger at the same time: calls of an agent's tool. */
	isShared: boolean;
	/** The ledger doesn't go back to the first attempt, so only the claims tell what that has sent. */
	isStartedOver: boolean;
	/** Claimed once by each execution and run of the node: claimed before, it tells that two workers got the execution. */
	executionMarker: string | undefined;
	/** The most messages to claim with one call: after a crash they are unknown. */
	maxBatch: number;
}

export interface Limits {
	/** The LiveVox account: all that this process sends for it keeps to one rate. */
	account: string;
	maxConcurrency: number;
	/** 0 for no limit. */
	messagesPerSecond: number;
	/** How long LiveVox may limit the rate or be unreachable before messages are rejected, in milliseconds. */
	maxRateLimitWait: number;
	resendUnknown: boolean;
	stopAtFailure: boolean;
}

/** Times are in milliseconds of a monotonic clock; `random` is from 0 to 1. */
export interface Runtime {
	now: () => number;
	random: () => number;
	sleep: (ms: number) => Promise<void>;
	isStopped: () => boolean;
}

export interface DeliveryReport {
	results: MessageResult[];
	/** Milliseconds spent waiting because LiveVox limited the rate or was unreachable. */
	waited: number;
	/** Why messages went out without a claim, so that a retry after a crash would repeat them; undefined if none did. */
	unprotected: string | undefined;
}
