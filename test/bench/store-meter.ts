/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import type { DeduplicationItemTypes, DeduplicationScope, ICheckProcessedContextData } from 'n8n-workflow';
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

import type { MemoryDeduplicator } from '../engine/memory-deduplicator';

/** A key as the store keeps it, a hash, with its quotation marks and comma. */
const BYTES_A_KEY = 27;

/**
 * What a call took on n8n 2.41 with its own database (SQLite), the upper end: 2 to 5 ms up to 1,000 keys in
 * the row, 10 to 23 ms at 10,000, for one key as for fifty. Beyond, along the same line.
 */
export function databaseMs(rowKeys: number): number {
	const [few, many] = [
		{ keys: 1_000, ms: 5 },
		{ keys: 10_000, ms: 23 },
	];
	const slope = (many.ms - few.ms) / (many.keys - few.keys);
	return few.ms + Math.max(0, rowKeys - few.keys) * slope;
}

/**
 * Adds up what is spent in the store, and makes each call of the one in memory last as long as it would
 * with n8n's database: what the work itself takes, or what was measured there, whichever is more.
 */
export class StoreMeter {
	/** Milliseconds in all calls since `reset`. */
	ms = 0;
	calls = 0;

	constructor(private readonly store: MemoryDeduplicator) {
		const record = store.checkProcessedAndRecord.bind(store);
		const remove = store.removeProcessed.bind(store);
		store.checkProcessedAndRecord = async (values, scope, context, options) =>
			await this.timed(rowOf(scope, context), async () => record(values, scope, context, options));
		store.removeProcessed = async (
			values: DeduplicationItemTypes[],
			scope: DeduplicationScope,
			context: ICheckProcessedContextData,
		) => await this.timed(rowOf(scope, context), async () => remove(values, scope, context));
	}

	reset(): void {
		this.ms = 0;
		this.calls = 0;
	}

	/** Puts that many keys of other runs into a row. */
	fill(scope: DeduplicationScope, context: ICheckProcessedContextData, keys: number): void {
		const hashes = Array.from({ length: keys }, () => randomBytes(16).toString('base64'));
		this.store.rows.set(rowOf(scope, context), JSON.stringify(hashes));
	}

	/** How many keys stand in a row. */
	keysIn = (scope: DeduplicationScope, context: ICheckProcessedContextData): number =>
		this.keysInRow(rowOf(scope, context));

	private keysInRow = (row: string) => Math.floor((this.store.rows.get(row)?.length ?? 0) / BYTES_A_KEY);

	private async timed<T>(row: string, call: () => Promise<T>): Promise<T> {
		const begin = performance.now();
		// The store in memory does all of its work before it returns its promise.
		const result = call();
		const ownMs = performance.now() - begin;
		const ms = Math.max(ownMs, databaseMs(this.keysInRow(row)));
		this.ms += ms;
		this.calls++;
		if (ms > ownMs) await sleep(ms - ownMs);
		return await result;
	}
}

/** The store's own name for a row. */
const rowOf = (scope: DeduplicationScope, { workflow, node }: ICheckProcessedContextData) =>
	`${workflow.id} ${scope === 'node' ? `n:${node?.id}` : ''}`;
