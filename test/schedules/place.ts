import type { IExecuteFunctions } from 'n8n-workflow';

import type { VirtualTime } from '../unit/virtual-time';
import type { Kept } from './kept';
import type { LiveVox } from './livevox';
import type { AttemptPlan, Schedule } from './plan';
import type { Run } from './run';
import type { UnsteadyStore } from './unsteady-store';

/** Where a run takes place. */
export interface Place {
	time: VirtualTime;
	livevox: LiveVox;
	claims: UnsteadyStore;
	onceKeys: UnsteadyStore;
	schedule: Schedule;
	plan: AttemptPlan;
	/** Counted from the first of the schedule. */
	attempt: number;
	/** Counted with all its retries as one. */
	execution: number;
	/** n8n's own, another one for each retry. */
	executionId: string;
	/** The process in which it runs, by a name that no other has. */
	process: string;
	isRetry: boolean;
	kept: Kept;
	/** The runs of retries that are in progress, by process and run of the node. */
	retries: Map<string, Set<Run>>;
	onBreach: (what: string) => void;
}

/**
 * What the node gets from n8n. Each process is a workflow of its own to it, for it knows only of its own process.
 *
 * @param onRecorded told of the keys that a store has confirmed
 */
export function contextOf(place: Place, run: number, onRecorded: (keys: string[]) => void): IExecuteFunctions {
	const { schedule, kept, claims, onceKeys } = place;
	const establishedAt = 1_000_000 + place.execution;
	const storeOf = (scope: string) => (scope === 'node' ? claims : onceKeys);
	const context = {
		getContext: () => kept.data,
		getNode: () => ({ id: 'node', type: schedule.isTool ? 'liveVoxSmsTool' : 'liveVoxSms' }),
		getWorkflow: () => ({ id: place.process }),
		getMode: () => (place.isRetry ? 'retry' : 'trigger'),
		getExecutionId: () => place.executionId,
		getExecutionContext: () => ({ establishedAt }),
		getExecutionDataById: async () => ({ executionData: { runtimeData: { establishedAt } } }),
		evaluateExpression: () => run,
		helpers: {
			checkProcessedAndRecord: async (keys: string[], scope: string) => {
				const had = await storeOf(scope).record(keys);
				onRecorded(keys);
				return { new: keys.filter((key) => !had.has(key)), processed: [...had] };
			},
			removeProcessed: async (keys: string[], scope: string) => await storeOf(scope).remove(keys),
		},
	};
	return context as unknown as IExecuteFunctions;
}
