import type { Result } from '../shared/result';
import type { Ledger } from './journal';

/** Of an accepted message: 11 digits, below 2^53; some of LiveVox's responses carry it as a string. */
export type TransactionId = number | string;

export interface Message {
	/**
	 * Identifies it in its run: its content, and a count of those with the same content. Not its position, because a
	 * retry may get the items in another order; another text for the same item is another message.
	 */
	messageKey: string;
	/** The same in an execution and its retries. Several if it isn't certain which one that is. */
	claimKeys: string[];
	/** Claimed too, for a retry that may know the message by no other key; they don't keep it from being sent. */
	notedKeys: string[];
	/** Claimed too, by all that the same execution calls: if it was claimed before, the other claims are theirs. */
	siblingKey: string | undefined;
	/** The user's own key for it, the same in all executions. */
	onceKey: string | undefined;
	/** Makes one request. Never throws. */
	attempt: () => Promise<Result<TransactionId>>;
}

/** Not sent because of its Send Once Key. `repeated`: an earlier item of the same run has the key. */
export interface Skipped {
	outcome: 'skipped';
	state: 'sent' | 'unknown' | 'repeated';
}

export type MessageResult = Result<TransactionId> | Skipped;

/** Keys that outlive the process: n8n's de-duplication store. Its functions throw if n8n's database fails. */
export interface KeyStore {
	/** Stores the keys, and tells those that weren't there (`new`) from those that were (`processed`). */
	record: (keys: string[]) => Promise<{ new: string[]; processed: string[] }>;
	remove: (keys: string[]) => Promise<void>;
}

/** What a delivery knows of earlier attempts, and where it leaves word for later ones. */
export interface Memory {
	/** Shared by the attempts of one execution. */
	ledger: Ledger;
	/** Of what is being sent, for when the process is killed. */
	claims: KeyStore;
	/** This may repeat an earlier execution, as a retry or a sub-workflow, so that its claims count. */
	isRetry: boolean;
	/** Another retry of the same execution is running in this process. */
	isDuplicate: boolean;
	/** Several runs use the ledger at the same time: calls of an agent's tool. */
	isShared: boolean;
	/** The ledger doesn't go back to the first attempt, so that only the claims tell what that has sent. */
	isStartedOver: boolean;
	/**
	 * Claimed with the first messages, once by each execution for each run of the node; with each message if runs share
	 * the ledger. Claimed before, it tells that n8n's queue gave the same execution to two workers.
	 */
	executionMarker: string | undefined;
	/** Shared by all executions. */
	onceKeys: KeyStore;
	/** The largest number of messages to claim with one call: after a crash they are unknown. */
	maxBatch: number;
}

export interface Limits {
	/** Messages in progress at the same time. */
	maxConcurrency: number;
	/** Starts per second; 0 for no limit. */
	messagesPerSecond: number;
	/** How long LiveVox may limit the rate or be unreachable before messages are rejected, in milliseconds. */
	maxRateLimitWait: number;
	/** Whether a message that may have been sent is sent again. */
	resendUnknown: boolean;
	/** Whether nothing new starts once a message wasn't accepted. */
	stopAtFailure: boolean;
}

/** Time, chance and the end of the execution, from outside so that a test can provide them. */
export interface Runtime {
	/** A monotonic clock, in milliseconds. */
	now: () => number;
	/** From 0 to 1. */
	random: () => number;
	sleep: (ms: number) => Promise<void>;
	isStopped: () => boolean;
}

export interface DeliveryReport {
	/** In the order of the messages. */
	results: MessageResult[];
	/** Milliseconds spent waiting because LiveVox limited the rate or was unreachable. */
	waited: number;
	/** Why messages went out without a claim, so that a crash would repeat them; undefined if none did. */
	unprotected: string | undefined;
}
