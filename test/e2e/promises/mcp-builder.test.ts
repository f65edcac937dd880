import type { StoredWorkflow } from '../../n8n/owner';
import { smsSend } from '../queue/workflow';
import { harnessIn } from './harness';
import { McpClient } from './mcp';

const TYPE = 'n8n-nodes-livevox.liveVoxSms';

const PARAMETERS = smsSend({ to: '(415) 555-0123', message: 'We open at 9.', options: { dryRun: true } });

/** What an assistant writes that has read the node's types. */
const CODE = `
import { workflow, node, trigger, newCredential } from '@n8n/workflow-sdk';

const start = trigger({ type: 'n8n-nodes-base.manualTrigger', version: 1, config: { name: 'Start' } });
const send = node({
	type: '${TYPE}',
	version: 1,
	config: {
		name: 'Send a text',
		parameters: ${JSON.stringify(PARAMETERS)},
		credentials: { liveVoxApi: newCredential('LiveVox API') },
	},
});
export default workflow('built', 'Built by an assistant').add(start).to(send);
`;

/** n8n 2.8 has no tools for building workflows there. */
describe('n8n 2.41.1: an assistant builds a workflow over the MCP server of n8n', () => {
	const harness = harnessIn('2.41.1');
	let client: McpClient;

	beforeAll(async () => {
		const { owner } = harness().n8n;
		await owner.patch('/mcp/settings', { mcpAccessEnabled: true });
		const { apiKey } = await owner.post<{ apiKey: string }>('/mcp/api-key/rotate', {});
		client = await McpClient.connect(harness(), '/mcp-server/http', { Authorization: `Bearer ${apiKey}` });
	});

	it.each(['livevox', 'smartreach', 'cxone'])('finds the node by "%s"', async (query) => {
		expect(await client.call('search_nodes', { queries: [query] })).toContain(TYPE);
	});

	it('reads its fields, with what an assistant should know of them', async () => {
		const nodeIds = [{ nodeId: TYPE, resource: 'sms', operation: 'send' }];
		const types = await client.call('get_node_types', { nodeIds });
		for (const name of ['from', 'to', 'content', 'message', 'template', 'service', 'sendOnceKey', 'sendingHours']) {
			expect(types).toMatch(new RegExp(`\\b${name}\\??:`));
		}
		expect(types).toContain('searchServices');
		expect(types).toContain('For a list, split it into items');
	});

	it.each([
		['searchCodes', '53063'],
		['searchTemplates', '76001'],
		['searchServices', '100915'],
	])('reads the values of the dropdown %s', async (methodName, value) => {
		const credentials = JSON.parse(await client.call('list_credentials', {})) as {
			data: Array<{ id: string; type: string }>;
		};
		const { id } = credentials.data.find(({ type }) => type === 'liveVoxApi')!;
		const found = await client.call('explore_node_resources', {
			nodeType: TYPE,
			version: 1,
			methodName,
			methodType: 'listSearch',
			credentialType: 'liveVoxApi',
			credentialId: id,
		});
		expect(found).toContain(value);
	});

	it('creates a workflow that runs as it stands', async () => {
		expect(await client.call('validate_workflow', { code: CODE })).toContain('"valid": true');
		const created = await client.call('create_workflow_from_code', { code: CODE, versionName: 'First' });
		const { workflowId } = JSON.parse(created) as { workflowId: string };
		const { owner } = harness().n8n;
		const workflow = await owner.get<StoredWorkflow>(`/workflows/${workflowId}`);
		const { data, status } = await owner.run(workflow, 'Start');
		expect(status).toBe('success');
		expect(data.resultData.runData['Send a text']?.[0]?.data?.main?.[0]?.[0]?.json).toMatchObject({
			status: 'dryRun',
			request: { to: '4155550123', from: '53063', serviceId: 100915 },
		});
	});
});
