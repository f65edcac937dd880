import type { INodeTypeDescription } from 'n8n-workflow';

import type { StoredWorkflow } from '../n8n/owner';
import { filesIn } from '../package/package-files';
import { demoCredential } from '../simulator/demo-credential';
import { storyOf } from './browser/editor-user';
import { issuesOf } from './examples/issues';
import { rowsOf } from './examples/harness';
import { reminder } from './install/workflow';
import { Harness } from './install/harness';

const PACKAGE = 'n8n-nodes-livevox';
const TYPES = ['liveVoxApi', `${PACKAGE}.liveVoxSms`, `${PACKAGE}.liveVoxSmsTool`];

const harness = new Harness();

beforeAll(async () => await harness.start());
afterAll(async () => await harness.close());

describe('a user of n8n', () => {
	const step = storyOf(() => harness);
	let workflow: StoredWorkflow;

	/**
	 * Runs the workflow: it sends one message.
	 *
	 * @returns how many logins that took: one for each process, and one for each version that it has loaded
	 */
	async function run() {
		harness.livevox.record.clear();
		const execution = await harness.owner.run(workflow, 'Start');
		expect(rowsOf(execution, 'Send SMS')).toMatchObject([{ status: 'accepted' }]);
		expect(harness.livevox.record.sent).toMatchObject([{ to: '4155550141' }]);
		return harness.livevox.record.logins.length;
	}

	step('installs the package by its name', async () => {
		expect(await harness.communityNodes.types(0)).toEqual([]);
		expect(await harness.communityNodes.install()).toMatchObject({
			packageName: PACKAGE,
			installedVersion: harness.first.version,
			installedNodes: [{ name: 'LiveVox SMS', type: `${PACKAGE}.liveVoxSms`, latestVersion: 1 }],
		});
		expect(await harness.communityNodes.types(3)).toEqual(TYPES);
	});

	step('gets what was packed and nothing else, and npm asked for no other package', async () => {
		expect(filesIn(harness.n8n.packageFolder)).toEqual(filesIn(harness.first.folder));
		const asked = [...harness.registry.log().matchAll(/'GET \/([^/']+)/g)].map(([, name]) => name);
		expect(new Set(asked)).toEqual(new Set([PACKAGE]));
	});

	step('runs a workflow with it', async () => {
		await harness.owner.createCredential({
			id: 'livevox-demo',
			name: 'LiveVox API',
			type: 'liveVoxApi',
			data: demoCredential(harness.livevox),
		});
		workflow = await harness.owner.createWorkflow(reminder);
		expect(await run()).toBe(1);
	});

	step('is shown a new version, and updates', async () => {
		expect((await harness.communityNodes.list())[0]).not.toHaveProperty('updateAvailable');
		await harness.registry.publish(harness.second.file);
		const { version } = harness.second;
		expect(await harness.communityNodes.list()).toMatchObject([{ updateAvailable: version }]);
		expect(await harness.communityNodes.update()).toMatchObject({ installedVersion: version });
		const [updated, ...others] = await harness.communityNodes.list();
		expect(others).toEqual([]);
		expect(updated).toMatchObject({ packageName: PACKAGE, installedVersion: version });
		expect(updated).not.toHaveProperty('updateAvailable');
	});

	step('keeps workflow and credential over the update', async () => {
		expect(await harness.communityNodes.types(3)).toEqual(TYPES);
		expect(await run()).toBeLessThanOrEqual(1);
	});

	step('uninstalls it: the workflow is kept, names what is missing and sends nothing', async () => {
		await harness.communityNodes.uninstall();
		expect(await harness.communityNodes.list()).toEqual([]);
		expect(await harness.communityNodes.types(0)).toEqual([]);

		const kept = await harness.owner.get<StoredWorkflow>(`/workflows/${workflow.id}`);
		expect(kept.nodes).toEqual(workflow.nodes);
		const types = await harness.owner.types<INodeTypeDescription>('nodes');
		expect(issuesOf(types, kept)).toEqual([`Send SMS: no type ${PACKAGE}.liveVoxSms 1`]);
		harness.livevox.record.clear();
		await expect(harness.owner.run(workflow, 'Start')).rejects.toThrow(`Unrecognized node type: ${PACKAGE}.liveVoxSms`);
		expect(harness.livevox.record.sent).toEqual([]);
	});

	step('installs it again, and the workflow runs as before', async () => {
		const { version: installedVersion } = harness.second;
		expect(await harness.communityNodes.install()).toMatchObject({ installedVersion });
		expect(await harness.communityNodes.types(3)).toEqual(TYPES);
		expect(await run()).toBeLessThanOrEqual(1);
	});

	step('is told on a new machine that the package is missing there', async () => {
		await harness.moveToNewMachine();
		expect(await harness.communityNodes.list()).toMatchObject([{ packageName: PACKAGE, failedLoading: true }]);
		expect(await harness.communityNodes.types(0)).toEqual([]);
	});

	step('has it on a new machine by itself, with N8N_REINSTALL_MISSING_PACKAGES', async () => {
		await harness.moveToNewMachine({ N8N_REINSTALL_MISSING_PACKAGES: 'true' });
		const { version: installedVersion } = harness.second;
		const [installed] = await harness.communityNodes.list();
		expect(installed).toMatchObject({ packageName: PACKAGE, installedVersion });
		expect(installed).not.toHaveProperty('failedLoading');
		expect(await harness.communityNodes.types(3)).toEqual(TYPES);
		expect(await run()).toBe(1);
	});
});
