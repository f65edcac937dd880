import type { IExecuteFunctions } from 'n8n-workflow';

import type { Settings } from './settings';

/** Retry On Fail beside a Continue: n8n asks the first item alone whether to run the node again. */
export function vainRetries(context: IExecuteFunctions): string | undefined {
	if (!context.getNode().retryOnFail || !context.continueOnFail()) return undefined;
	return 'Retry On Fail has little effect with On Error set to Continue: n8n looks at the first item alone. Turn it off, for the node itself waits when LiveVox limits the rate, or set On Error to Stop Workflow.';
}

const LOOP = 'n8n-nodes-base.splitInBatches';

/** A loop that gives the node fewer items at a time than it could send side by side. */
export function lonelyLoop(
	context: IExecuteFunctions,
	{ maxConcurrency }: Settings,
): string | undefined {
	const items = context.getInputData().length;
	if (items >= maxConcurrency) return undefined;
	const { name } = context.getNode();
	const after = new Set(context.getChildNodes(name).map((node) => node.name));
	const isInLoop = context
		.getParentNodes(name)
		.some((node) => node.type === LOOP && after.has(node.name));
	if (!isInLoop) return undefined;
	return `This node runs in a loop that gives it ${items === 1 ? '1 item' : `${items} items`} at a time. It keeps to the pace of LiveVox by itself and sends up to ${maxConcurrency} messages at the same time: without the loop, or with larger batches, it is faster.`;
}
