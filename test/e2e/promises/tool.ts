import type { INode } from 'n8n-workflow';

import { liveVox, smsSend } from '../queue/workflow';

/** What the model has to say to send a text. */
export interface ToolCall {
	To: string;
	Message: string;
}

/** The node as a tool: the model decides To and Message. */
export const smsTool = (onError: INode['onError'] = 'continueRegularOutput'): INode => ({
	...liveVox(
		'Send a text',
		smsSend({
			descriptionType: 'manual',
			toolDescription: 'Sends one SMS to one phone number.',
			to: "={{ $fromAI('To', `The phone number`, 'string') }}",
			message: "={{ $fromAI('Message', `The text`, 'string') }}",
		}),
		onError,
	),
	type: 'n8n-nodes-livevox.liveVoxSmsTool',
});

/** What n8n calls the tool before the model. */
export const TOOL_NAME = 'Send_a_text';

/** Connects the tool with the agent or the trigger that offers it. */
export const toolOf = (owner: string) => ({
	'Send a text': { ai_tool: [[{ node: owner, type: 'ai_tool' as const, index: 0 }]] },
});
