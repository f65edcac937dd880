/* eslint-disable @n8n/community-nodes/no-restricted-globals */
import type {
	DeduplicationItemTypes,
	DeduplicationScope,
	ICheckProcessedContextData,
	ICheckProcessedOptions,
	IDataDeduplicator,
	IDeduplicationOutput,
} from 'n8n-workflow';
import { createHash } from 'node:crypto';

/**
 * n8n's de-duplication store (`packages/cli/src/deduplication/deduplication-helper.ts`) for the mode
 * `entries`, with a map of JSON texts in place of the database: each call reads, searches and writes the
 * whole row, as n8n does, so that its cost grows with the row as it does there.
 */
export class MemoryDeduplicator implements IDataDeduplicator {
	/** What stands in the "database": a JSON list of hashes for each workflow and node. */
	readonly rows = new Map<string, string>();
	/** Thrown instead of an answer, while it is set. */
	rejection: Error | undefined;
	/** How many of the next calls are rejected, as by a database that is busy for a moment. */
	rejectedCalls = 0;
	calls = 0;

	async checkProcessedAndRecord(
		values: DeduplicationItemTypes[],
		scope: DeduplicationScope,
		context: ICheckProcessedContextData,
		{ maxEntries }: ICheckProcessedOptions,
	): Promise<IDeduplicationOutput> {
		const row = await this.read(scope, context);
		const output: IDeduplicationOutput = { new: [], processed: [] };
		for (const value of values) {
			const hash = hashOf(value);
			if (row.find((entry) => entry === hash) !== undefined) {
				output.processed.push(value);
			} else {
				output.new.push(value);
				row.push(hash);
			}
		}
		if (maxEntries) row.splice(0, row.length - maxEntries);
		this.write(scope, context, row);
		return output;
	}

	async removeProcessed(
		values: DeduplicationItemTypes[],
		scope: DeduplicationScope,
		context: ICheckProcessedContextData,
	): Promise<void> {
		const row = await this.read(scope, context);
		for (const hash of values.map(hashOf)) {
			const index = row.findIndex((entry) => entry === hash);
			if (index !== -1) row.splice(index, 1);
		}
		this.write(scope, context, row);
	}

	async clearAllProcessedItems(scope: DeduplicationScope, context: ICheckProcessedContextData): Promise<void> {
		this.rows.delete(keyOf(scope, context));
	}

	async getProcessedDataCount(scope: DeduplicationScope, context: ICheckProcessedContextData): Promise<number> {
		return (await this.read(scope, context)).length;
	}

	async checkProcessedItemsAndRecord(): Promise<never> {
		throw new Error('Not used by this package');
	}

	/** As if other executions had claimed that many messages of every node since. */
	crowd(entries: number): void {
		const others = Array.from({ length: entries }, (_, i) => hashOf(`another execution's ${i}`));
		for (const [key, row] of this.rows) {
			this.rows.set(key, JSON.stringify([...(JSON.parse(row) as string[]), ...others]));
		}
	}

	/** As after a crash that took the database's last minutes with it. */
	clear(): void {
		this.rows.clear();
		this.rejectedCalls = 0;
	}

	private async read(scope: DeduplicationScope, context: ICheckProcessedContextData): Promise<string[]> {
		this.calls++;
		if (this.rejection) throw this.rejection;
		if (this.rejectedCalls-- > 0) throw new Error('SQLITE_BUSY: database is locked');
		const row = JSON.parse(this.rows.get(keyOf(scope, context)) ?? '[]') as string[];
		// There is no lock: whoever reads the row meanwhile loses what is written now, or the other way round.
		await new Promise(setImmediate);
		return row;
	}

	private write(scope: DeduplicationScope, context: ICheckProcessedContextData, row: string[]): void {
		this.rows.set(keyOf(scope, context), JSON.stringify(row));
	}
}

function keyOf(scope: DeduplicationScope, { workflow, node }: ICheckProcessedContextData): string {
	if (!workflow.id) throw new Error('The workflow has not been saved');
	return `${workflow.id} ${scope === 'node' ? `n:${node?.id}` : ''}`;
}

const hashOf = (value: DeduplicationItemTypes) => createHash('md5').update(value.toString()).digest('base64');
