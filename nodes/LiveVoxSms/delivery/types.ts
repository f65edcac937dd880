import type { Result } from '../shared/result';
import type { Ledger } from './journal';

export type TransactionId = number | string;

export interface Message {
	/** Its content, and a count of those with the same content. No position: a retry may get the items in another order. */
	messageKey: string;
	/** The same in an execution and its retries. Several if it isn't certain which one that is. */
	claimKeys: string[];
	/** Claimed too, for a retry that knows the message by another key; they don't keep it from being sent. */
	notedKeys: string[];
	/** Claimed too, by all that the same execution calls: claimed before, it tells that the other claims are theirs. */
	siblingKey: string | undefined;
	/** The user's own key for it, the same in all executions. */
	onceKey: string | undefined;
	/** Makes one request. Never throws. */
	attempt: () => Promise<Result<TransactionId>>;
}

/** Not sent because of its Send Once Key. `repeated`: an earlier item of this run has the key. */
interface Skipped {
	outcome: 'skipped';
	state: 'sent' | 'unknown' | 'repeated';
}

export type MessageResult = Result<TransactionId> | Skipped;

/** Keys that outlive the process: n8n's de-duplication store. Its functions throw if n8n's database fails. */
export interface KeyStore {
	/** Tells the keys that weren't there (`new`) from those that were (`processed`). */
	record: (keys: string[]) => Promise<{ new: string[]; processed: string[] }>;
	remove: (keys: string[]) => Promise<void>;
}

/** What a delivery knows of earlier ones, and leaves to later ones. */
export interface Memory {
	ledger: Ledger;
	claims: KeyStore;
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
	onceKeys: KeyStore;
	/** The most messages to claim with one call: after a crash they are unknown. */
	maxBatch: number;
}

export interface Limits {
	maxConcurrency: number;
	/** 0 for no limit. */
	messagesPerSecond: number;
	/** How long LiveVox may limit the rate or be unreachable before messages are rejected, in milliseconds. */
	maxRateLimitWait: number;
	resendUnknown: boolean;
	/** Whether nothing new starts once a message wasn't accepted. */
	stopAtFailure: boolean;
}

export interface Runtime {
	/** A monotonic clock, in milliseconds. */
	now: () => number;
	/** From 0 to 1. */
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
