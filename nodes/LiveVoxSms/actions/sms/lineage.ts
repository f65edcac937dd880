import { createHash } from 'node:crypto';
import type { IExecuteFunctions, IRunExecutionData } from 'n8n-workflow';

/** What an execution has in common with its retries, and with nothing else as far as n8n lets one know. */
export interface Lineage {
	/** Claims are made and looked up under each of these. */
	keys: string[];
	/** In a sub-workflow: the workflow that called it may be repeating an earlier execution. */
	isRetry: boolean;
}

/** More workflows are not called by one another; and whatever is wrong, this comes to an end. */
const MOST_CALLERS = 20;

/**
 * Finds out from what n8n has stored of an execution what a retry of it will find there too.
 *
 * n8n 2.41 stores a moment for each execution when it begins, the same in all its retries. Older lines (2.8) do so
 * only with what they save later, so that after a crash a retry gets another one: what the trigger gave is the same
 * in both. A sub-workflow is a new execution each time it is called, so it is known by the one that called it first.
 */
export async function readLineage(context: IExecuteFunctions): Promise<Lineage> {
	const { establishedAt = '' } = context.getExecutionContext() ?? {};
	const own = await storedExecution(context, context.getExecutionId());
	let first = own;
	for (let callers = 0; first?.parentExecution && callers < MOST_CALLERS; callers++) {
		first = await storedExecution(context, first.parentExecution.executionId);
	}
	if (!first) return { keys: [String(establishedAt)], isRetry: false };

	const moment = first.executionData?.runtimeData?.establishedAt;
	if (moment === undefined) return { keys: [triggerDigest(first)], isRetry: mayRepeat(first, own) };
	const keys = [String(moment), ...(isStartedAgain(first, own) ? [triggerDigest(first)] : [])];
	return { keys, isRetry: mayRepeat(first, own) };
}

/** Of a workflow that calls this one: it has run before, or saves its progress as it runs. */
const mayRepeat = (first: IRunExecutionData, own: IRunExecutionData | undefined): boolean =>
	first !== own && Object.keys(first.resultData.runData).length > 0;

/** Of the same: n8n runs its last node again, or all of it. */
function isStartedAgain(first: IRunExecutionData, own: IRunExecutionData | undefined): boolean {
	const next = first.executionData?.nodeExecutionStack[0];
	const isLast = next?.node.name === first.resultData.lastNodeExecuted;
	return mayRepeat(first, own) && next !== undefined && (next.source === null || isLast);
}

async function storedExecution(
	context: IExecuteFunctions,
	id: string | undefined,
): Promise<IRunExecutionData | undefined> {
	if (id === undefined) return undefined;
	try {
		return await context.getExecutionDataById(id);
	} catch {
		return undefined;
	}
}

/** Stands for what the trigger gave: it waits to be run where nothing has run yet, and has run otherwise. */
function triggerDigest({ executionData, resultData }: IRunExecutionData): string {
	const waiting = executionData?.nodeExecutionStack.find(({ source }) => source === null);
	const name = executionData?.runtimeData?.triggerNode?.name ?? '';
	const data = waiting?.data ?? resultData.runData[name]?.[0]?.data;
	const items = data?.main?.[0]?.map(({ json }) => json) ?? [];
	return createHash('sha256').update(JSON.stringify(items)).digest('base64url');
}
