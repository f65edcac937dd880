/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import type { INode } from 'n8n-workflow';
import { setTimeout as sleep } from 'node:timers/promises';

import type { WorkflowFile } from '../../n8n/owner';
import { recipients } from '../queue/harness';
import { node, versions, harnessIn } from './harness';
import { McpClient } from './mcp';
import { SavedCredential } from './saved-credential';
import { smsTool, TOOL_NAME, toolOf, type ToolCall } from './tool';

const workflowOf = (path: string, tool: INode): WorkflowFile => ({
	name: path,
	nodes: [node('MCP', '@n8n/n8n-nodes-langchain.mcpTrigger', 2, { path }, { webhookId: path }), tool],
	connections: toolOf('MCP'),
});

const callFor = (text: string): ToolCall => ({ To: recipients(1)[0]!.to, Message: text });

describe.each(versions)('n8n %s: MCP Server Trigger', (version) => {
	const harness = harnessIn(version);
	let paths = 0;

	async function connect(tool = smsTool()): Promise<McpClient> {
		const path = `mcp-${++paths}`;
		const { owner } = harness().n8n;
		const { id } = await owner.createWorkflow(workflowOf(path, tool));
		const { versionId } = await owner.get<{ versionId: string }>(`/workflows/${id}`);
		await owner.post(`/workflows/${id}/activate`, { versionId });
		for (;;) {
			const client = await McpClient.connect(harness(), `/mcp/${path}`).catch(() => undefined);
			// From 2.41 on, n8n answers there a moment after the workflow is live.
			if (!client) await sleep(200);
			else if ((await client.toolNames()).includes(TOOL_NAME)) return client;
		}
	}

	it('sends each of three different messages, one call after the other', async () => {
		const client = await connect();
		const calls = ['one', 'two', 'three'].map(callFor);
		for (const call of calls) expect(await client.call(TOOL_NAME, call)).toContain('accepted');
		expect(harness().reached).toEqual(calls.map(({ To }) => To));
	});

	it('sends each of three different messages that come at the same time', async () => {
		const client = await connect();
		const calls = ['one', 'two', 'three'].map(callFor);
		const answers = await Promise.all(calls.map(async (call) => await client.call(TOOL_NAME, call)));
		for (const answer of answers) expect(answer).toContain('accepted');
		expect(harness().reached.sort()).toEqual(calls.map(({ To }) => To).sort());
	});

	it('sends to one person what a second client calls for later, in other words', async () => {
		const { To } = callFor('');
		for (const Message of ['Your table is ready', 'Your table is gone']) {
			const client = await connect();
			expect(await client.call(TOOL_NAME, { To, Message })).toContain('accepted');
		}
		expect(harness().reached).toEqual([To, To]);
	});

	it('sends to nobody else than Only Send To of the credential has', async () => {
		const [allowed, other] = [callFor('Hello'), callFor('Hello')];
		const credential = await SavedCredential.in(harness(), { onlySendTo: allowed.To });
		const client = await connect(credential.on(smsTool()));
		expect(await client.call(TOOL_NAME, other)).toContain("isn't a number that this credential may send to");
		expect(await client.call(TOOL_NAME, allowed)).toContain('accepted');
		expect(harness().livevox.record.count('send')).toBe(1);
		expect(harness().reached).toEqual([allowed.To]);
	});

	it.each(['stopWorkflow', 'continueRegularOutput'] as const)(
		'tells with On Error = %s how to fix a call that it rejects',
		async (onError) => {
			const client = await connect(smsTool(onError));
			const answer = await client.call(TOOL_NAME, { To: '415 555 01', Message: 'Hello' });
			expect(answer).toContain("'To' has 8 digits");
			expect(answer).toContain('Enter 10 digits with the area code');
			expect(harness().reached).toEqual([]);
			const good = callFor('and now a good one');
			expect(await client.call(TOOL_NAME, good)).toContain('accepted');
		},
	);
});
