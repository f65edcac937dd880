import type { INode } from 'n8n-workflow';

import type { WorkflowFile } from '../../n8n/owner';
import type { RegularN8n } from '../../n8n/queue/regular';
import { inARow } from '../queue/workflow';
import type { Harness } from '../queue/harness';
import { node } from './harness';

/** The node that calls it. */
export const CALL = 'Call the sub-workflow';
/** Once for all items, and once for each. */
export const MODES = ['once', 'each'] as const;

/** A workflow for others to call, with what comes in as its items. */
const subWorkflow = (name: string, last: INode): WorkflowFile => {
	const start = node('Start', 'n8n-nodes-base.executeWorkflowTrigger', 1.1, {
		inputSource: 'passthrough',
	});
	return { name, nodes: [start, last], connections: inARow([start, last]) };
};

/** Calls a stored sub-workflow. */
export const callOf = (id: string, mode: (typeof MODES)[number]): INode =>
	node(CALL, 'n8n-nodes-base.executeWorkflow', 1.2, {
		source: 'database',
		workflowId: { __rl: true, mode: 'id', value: id },
		mode,
		options: {},
		workflowInputs: { mappingMode: 'defineBelow', value: {}, matchingColumns: [], schema: [] },
	});

/** Calls it for each item, and goes on at once: all of them run at the same time. */
export function notWaitingFor(id: string): INode {
	const call = callOf(id, 'each');
	return { ...call, parameters: { ...call.parameters, options: { waitForSubWorkflow: false } } };
}

let stored = 0;

/** Stores a sub-workflow and publishes it: from 2.x on, n8n calls no other in production. */
export async function store({ n8n }: Harness<RegularN8n>, last: INode): Promise<string> {
	const { id } = await n8n.owner.createWorkflow(subWorkflow(`sub-${++stored}`, last));
	const { versionId } = await n8n.owner.get<{ versionId: string }>(`/workflows/${id}`);
	await n8n.owner.post(`/workflows/${id}/activate`, { versionId });
	return id;
}
