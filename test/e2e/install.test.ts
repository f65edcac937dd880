import type { INodeTypeDescription } from 'n8n-workflow';

import type { StoredWorkflow } from '../n8n/owner';
import { filesIn } from '../package/package-files';
import { demoCredential } from '../simulator/demo-credential';
import { storyOf } from './browser/visitor';
import { issuesOf } from './examples/issues';
import { rowsOf } from './examples/world';
import { reminder } from './install/workflow';
import { World } from './install/world';

const PACKAGE = 'n8n-nodes-livevox';
const TYPES = ['liveVoxApi', `${PACKAGE}.liveVoxSms`, `${PACKAGE}.liveVoxSmsTool`];

const world = new World();

beforeAll(async () => await world.start());
afterAll(async () => await world.close());

describe('a user of n8n', () => {
	const step = storyOf(() => world);
	let workflow: StoredWorkflow;

	/**
	 * Runs the workflow: it sends one message.
	 *
	 * @returns how many logins that took: one for each process, and one for each version that it has loaded
	 */
	async function run() {
		world.livevox.record.clear();
		const execution = await world.owner.run(workflow, 'Start');
		expect(rowsOf(execution, 'Send SMS')).toMatchObject([{ status: 'accepted' }]);
		expect(world.livevox.record.sent).toMatchObject([{ to: '4155550141' }]);
		return world.livevox.record.logins.length;
	}

	step('installs the package by its name', async () => {
		expect(await world.communityNodes.types(0)).toEqual([]);
		expect(await world.communityNodes.install()).toMatchObject({
			packageName: PACKAGE,
			installedVersion: world.first.version,
			installedNodes: [{ name: 'LiveVox SMS', type: `${PACKAGE}.liveVoxSms`, latestVersion: 1 }],
		});
		expect(await world.communityNodes.types(3)).toEqual(TYPES);
	});

	step('gets what was packed and nothing else, and npm asked for no other package', async () => {
		expect(filesIn(world.n8n.packageFolder)).toEqual(filesIn(world.first.folder));
		const asked = [...world.registry.log().matchAll(/'GET \/([^/']+)/g)].map(([, name]) => name);
		expect(new Set(asked)).toEqual(new Set([PACKAGE]));
	});

	step('runs a workflow with it', async () => {
		await world.owner.createCredential({
			id: 'livevox-demo',
			name: 'LiveVox API',
			type: 'liveVoxApi',
			data: demoCredential(world.livevox),
		});
		workflow = await world.owner.createWorkflow(reminder);
		expect(await run()).toBe(1);
	});

	step('is shown a new version, and updates', async () => {
		expect((await world.communityNodes.list())[0]).not.toHaveProperty('updateAvailable');
		await world.registry.publish(world.second.file);
		const { version } = world.second;
		expect(await world.communityNodes.list()).toMatchObject([{ updateAvailable: version }]);
		expect(await world.communityNodes.update()).toMatchObject({ installedVersion: version });
		const [updated, ...others] = await world.communityNodes.list();
		expect(others).toEqual([]);
		expect(updated).toMatchObject({ packageName: PACKAGE, installedVersion: version });
		expect(updated).not.toHaveProperty('updateAvailable');
	});

	step('keeps workflow and credential over the update', async () => {
		expect(await world.communityNodes.types(3)).toEqual(TYPES);
		expect(await run()).toBeLessThanOrEqual(1);
	});

	step('uninstalls it: the workflow is kept, names what is missing and sends nothing', async () => {
		await world.communityNodes.uninstall();
		expect(await world.communityNodes.list()).toEqual([]);
		expect(await world.communityNodes.types(0)).toEqual([]);

		const kept = await world.owner.get<StoredWorkflow>(`/workflows/${workflow.id}`);
		expect(kept.nodes).toEqual(workflow.nodes);
		const types = await world.owner.types<INodeTypeDescription>('nodes');
		expect(issuesOf(types, kept)).toEqual([`Send SMS: no type ${PACKAGE}.liveVoxSms 1`]);
		world.livevox.record.clear();
		await expect(world.owner.run(workflow, 'Start')).rejects.toThrow(`Unrecognized node type: ${PACKAGE}.liveVoxSms`);
		expect(world.livevox.record.sent).toEqual([]);
	});

	step('installs it again, and the workflow runs as before', async () => {
		const { version: installedVersion } = world.second;
		expect(await world.communityNodes.install()).toMatchObject({ installedVersion });
		expect(await world.communityNodes.types(3)).toEqual(TYPES);
		expect(await run()).toBeLessThanOrEqual(1);
	});

	step('is told on a new machine that the package is missing there', async () => {
		await world.moveToNewMachine();
		expect(await world.communityNodes.list()).toMatchObject([{ packageName: PACKAGE, failedLoading: true }]);
		expect(await world.communityNodes.types(0)).toEqual([]);
	});

	step('has it on a new machine by itself, with N8N_REINSTALL_MISSING_PACKAGES', async () => {
		await world.moveToNewMachine({ N8N_REINSTALL_MISSING_PACKAGES: 'true' });
		const { version: installedVersion } = world.second;
		const [installed] = await world.communityNodes.list();
		expect(installed).toMatchObject({ packageName: PACKAGE, installedVersion });
		expect(installed).not.toHaveProperty('failedLoading');
		expect(await world.communityNodes.types(3)).toEqual(TYPES);
		expect(await run()).toBe(1);
	});
});
