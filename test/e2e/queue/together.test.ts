import { Cluster } from '../../n8n/queue/cluster';
import { packCheckout } from '../../n8n/tarball';
import { version } from './version';
import { errorOf, recipients, retry, told, World } from './world';

const EXECUTIONS = 50;
const ITEMS = 20;
const WORKERS = 2;

let world: World<Cluster>;
beforeAll(async () => {
	world = await World.around(Cluster.start({ version, workers: WORKERS }));
});
afterAll(async () => await world?.close());
beforeEach(() => world.forget());

test('50 executions at once send each message once, with a login for each worker at most', async () => {
	const published = await world.publish();
	const calls = Array.from({ length: EXECUTIONS }, async () => {
		const to = recipients(ITEMS);
		return told(await published.run(to), to);
	});
	for (const { accepted } of await Promise.all(calls)) expect(accepted).toHaveLength(ITEMS);
	expect(world.reached).toHaveLength(EXECUTIONS * ITEMS);
	expect(world.twice).toBe(0);
	expect(world.livevox.record.logins.length).toBeLessThanOrEqual(WORKERS);
});

test('a worker that has just started logs in once', async () => {
	const published = await world.publish();
	await Promise.all(world.n8n.workers.map(async (worker) => await worker.stop()));
	await world.n8n.workers[0]!.start();
	await published.run(recipients(ITEMS));
	expect(world.reached).toHaveLength(ITEMS);
	expect(world.livevox.record.logins).toHaveLength(1);
});

test('where each process has the package, its folder tells the version', async () => {
	const later = await packCheckout('99.0.0');
	const [current, updated, missing] = [
		world.n8n.workers[0]!,
		await world.n8n.addWorker(later.folder),
		await world.n8n.addWorker(null),
	];
	await later.remove();
	const { packageVersion } = world.n8n.root;
	const processes = [world.n8n.main, current, updated, missing];
	const versions = await Promise.all(processes.map(async (each) => await each.packageVersion()));
	expect(versions).toEqual([packageVersion, packageVersion, '99.0.0', null]);
	await updated.stop();
	await current.stop();
});

test('without the package a worker names what it lacks and sends nothing, and Retry has nothing to go on with', async () => {
	const published = await world.publish();
	const failed = await published.run(recipients(ITEMS));
	expect(failed.status).toBe('error');
	expect(errorOf(failed)).toBe('Unrecognized node type: n8n-nodes-livevox.liveVoxSms');

	const [withPackage, , without] = world.n8n.workers;
	await without!.stop();
	await withPackage!.start();
	expect(errorOf(await retry(world.n8n, failed.id))).toBe(errorOf(failed));
	expect(world.reached).toEqual([]);
	await published.run(recipients(ITEMS));
	expect(world.reached).toHaveLength(ITEMS);
});
