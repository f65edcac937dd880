import type { ClaimStore } from './claims';
import type { Ledger } from './ledger';
import type { Outcome, Reply } from './outcome';

/** LiveVox's number for an accepted message: 11 digits, below 2^53; some answers carry it as a string. */
export type Receipt = number | string;

/** A message to deliver. */
export interface Message {
	/**
	 * What it is in its run: its content, and the how-manieth with that content. Not its position, for a
	 * retry may get the items in another order; another text for the same item is another message.
	 */
	slot: string;
	/** The same in an execution and its retries. More than one where it is not certain which one that is. */
	claimKeys: string[];
	/** The builder's own key for it, the same in all executions. */
	onceKey: string | undefined;
	/** Makes one request. Never throws. */
	attempt: () => Promise<Reply<Receipt>>;
}

/** How a message ended. `skipped`: an earlier execution, or an earlier item of this one, has its key. */
export type Delivered =
	| Outcome<Receipt>
	| { outcome: 'skipped'; state: 'sent' | 'unknown' | 'repeated' };

/** What a delivery remembers, and where. */
export interface Memory {
	/** Between the runs of an execution. */
	ledger: Ledger;
	/** Beyond the life of the process. */
	claims: ClaimStore;
	/** Whether this may repeat an earlier execution: a person retries one, or the workflow that called it. */
	isRetry: boolean;
	/** Another retry of the same execution is running in this process. */
	isDuplicate: boolean;
	/** Several runs share the ledger at the same time, so that each notes what it begins: calls of an agent's tool. */
	isShared: boolean;
	/** The ledger does not go back to the first try, so that only the claims tell what that has begun. */
	isStartedOver: boolean;
	/**
	 * Claimed with the first messages, once by each execution for each run of the node. Claimed before, it tells that
	 * n8n runs the execution a second time: its queue gave the same job to two workers. Of runs that share the ledger
	 * each message is claimed with it.
	 */
	beginning: string | undefined;
	/** Between executions. */
	onceKeys: ClaimStore;
	/** How many messages are claimed at a time at most: they are unknown after a crash. */
	mostClaimed: number;
}

/** What came of a delivery. */
export interface Delivery {
	/** In the order of the messages. */
	results: Delivered[];
	/** Milliseconds spent waiting because LiveVox asked for it. */
	waited: number;
	/** Why the store of claims refused, so that a crash is not covered. */
	claimsRefusal: string | undefined;
}
