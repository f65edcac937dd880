import { Owner, type WorkflowFile } from '../n8n/owner';
import { startN8n, type N8n } from '../n8n/server';
import { EditorUser } from './browser/editor-user';
import { Panel } from './browser/panel';
import { takePicture } from './browser/pictures';
import { node, to } from './promises/harness';

const OPERATIONS = [
	['sms', 'send', ['transactionId', 'status', 'reason', 'sendAfter', 'request', 'error']],
	['template', 'list', ['id', 'description', 'message', 'smsCode', 'optInFlag']],
	['code', 'list', ['code', 'description']],
] as const;

/** A node of each operation, and after each one that has its fields to choose from. Nothing was executed. */
function drawn(): WorkflowFile {
	const nodes = [node('Start', 'n8n-nodes-base.manualTrigger', 1, {})];
	const connections: WorkflowFile['connections'] = { Start: { main: [[]] } };
	for (const [row, [resource, operation]] of OPERATIONS.entries()) {
		const [name, after] = [`${resource} ${operation}`, `After ${resource} ${operation}`];
		const parameters = { resource, operation };
		nodes.push(node(name, 'n8n-nodes-livevox.liveVoxSms', 1, parameters, { position: [250, 200 * row] }));
		nodes.push(node(after, 'n8n-nodes-base.set', 3.4, { options: {} }, { position: [500, 200 * row] }));
		connections.Start!.main![0]!.push(to(name));
		connections[name] = { main: [[to(after)]] };
	}
	return { name: 'Output schemas', nodes, connections };
}

describe.each(['2.8.4', '2.41.1'] as const)('n8n %s', (version) => {
	let n8n: N8n;
	let editorUser: EditorUser;

	beforeAll(async () => {
		n8n = await startN8n({ version });
		const owner = await Owner.setUp(n8n.url);
		const { id } = await owner.createWorkflow(drawn());
		editorUser = await EditorUser.signIn(n8n.url);
		await editorUser.open(id);
	});
	afterAll(async () => {
		await editorUser?.leave();
		await n8n?.stop();
	});

	it.each(OPERATIONS)('shows the fields of %s: %s before an execution', async (resource, operation, fields) => {
		await editorUser.step(`schema of ${resource} ${operation} ${version}`, async () => {
			// Room for all of them: the editor draws only what can be seen.
			await editorUser.resize(1440, 1400);
			const panel = new Panel(editorUser.page);
			await panel.open(`After ${resource} ${operation}`);
			const input = editorUser.page.getByTestId('ndv-input-panel');
			for (const field of fields) await input.getByText(field, { exact: true }).first().waitFor();
			await takePicture(panel.all, `schema-${resource}-${operation}-${version}`);
			await panel.close();
		});
	});
});
