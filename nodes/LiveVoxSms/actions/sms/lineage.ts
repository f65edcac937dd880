import { createHash } from 'node:crypto';
import type { IExecuteFunctions, IRunExecutionData } from 'n8n-workflow';

/** What an execution has in common with its retries, and with nothing else as far as n8n lets one know. */
export interface Lineage {
	/** Claims are made and looked up under each of these. */
	keys: string[];
	/** Claims are only made under these: a retry after a crash may know the execution by nothing else. */
	noted: string[];
	/** In a sub-workflow: the execution at the very beginning, which may call it more than once. */
	caller: string | undefined;
	/** In a sub-workflow: that execution repeats an earlier one, as far as one can tell. */
	isRetry: boolean;
}

/** Workflows do not call one another deeper than this, and whatever is wrong, the search comes to an end. */
const MAX_CALLERS = 20;

/**
 * Finds out from what n8n has stored of an execution what a retry of it will find there too.
 * n8n 2.41 stores with an execution the moment at which it began, the same in all its retries. Older lines (2.8) store
 * it only with what they save later, so that a retry after a crash gets another one: what the trigger gave is the same
 * in both. A sub-workflow is a new execution each time it is called, so it is known by the one at the very beginning.
 */
export async function readLineage(context: IExecuteFunctions): Promise<Lineage> {
	// Before n8n 1.121, nothing in a retry tells what it repeats.
	if (!Reflect.has(context, 'getExecutionContext'))
		return known(context, `${context.getExecutionId()}`, 'any execution');
	let moment = context.getExecutionContext()?.establishedAt;
	let stored = await storedExecution(context, context.getExecutionId());
	if (stored && !stored.parentExecution && !storedMoment(stored))
		return known(context, `${moment}`, triggerDigest(stored));
	if (!stored?.parentExecution) return alone(`${moment}`);
	let caller = '';
	for (let callers = 0; stored?.parentExecution && callers < MAX_CALLERS; callers++) {
		const { executionId, executionContext } = stored.parentExecution;
		moment = executionContext?.establishedAt ?? moment;
		caller = executionId;
		stored = await storedExecution(context, executionId);
	}
	if (!stored) return alone(`${moment}`);
	const isRetry = hasRunBefore(stored);
	const trigger = storedMoment(stored) ? [] : [triggerDigest(stored)];
	return { keys: [`${moment}`, ...(isRetry ? trigger : [])], noted: isRetry ? [] : trigger, caller, isRetry };
}

/**
 * A retry for which n8n has kept this has its own key too. One after a crash has only the other, which executions share:
 * it repeats nothing, and may take their messages for its own.
 */
const known = (context: IExecuteFunctions, own: string, shared: string): Lineage =>
	context.getMode() === 'retry' ? alone(shared) : { ...alone(own), noted: [shared] };

const alone = (key: string): Lineage => ({ keys: [key], noted: [], caller: undefined, isRetry: false });
const storedMoment = ({ executionData }: IRunExecutionData) => executionData?.runtimeData?.establishedAt;

/** n8n is to run a node of which it has noted runs, be it the last one that failed or, after a crash, the trigger. */
const hasRunBefore = ({ executionData, resultData: { runData } }: IRunExecutionData): boolean =>
	Object.hasOwn(runData, executionData?.nodeExecutionStack[0]?.node.name ?? '');

/** Asked for no ID, n8n would give the execution of somebody else. */
const storedExecution = async (context: IExecuteFunctions, id = ''): Promise<IRunExecutionData | undefined> =>
	id === '' ? undefined : await context.getExecutionDataById(id).catch(() => undefined);

/** Stands for what the trigger gave: it is the first to run, in the first try and after a crash. */
function triggerDigest({ executionData }: IRunExecutionData): string {
	const [trigger] = executionData?.nodeExecutionStack ?? [];
	const items = trigger?.data.main?.[0]?.map(({ json }) => json) ?? [];
	return createHash('sha256').update(JSON.stringify(items)).digest('base64url');
}
