import { Cluster } from '../../n8n/queue/cluster';
import { packCheckout } from '../../n8n/tarball';
import { version } from './version';
import { errorOf, recipients, retry, told, Harness } from './harness';

const EXECUTIONS = 50;
const ITEMS = 20;
const WORKERS = 2;

let harness: Harness<Cluster>;
beforeAll(async () => {
	harness = await Harness.around(Cluster.start({ version, workers: WORKERS }));
});
afterAll(async () => await harness?.close());
beforeEach(() => harness.forget());

test('50 executions at once send each message once, with a login for each worker at most', async () => {
	const published = await harness.publish();
	const calls = Array.from({ length: EXECUTIONS }, async () => {
		const to = recipients(ITEMS);
		return told(await published.run(to), to);
	});
	for (const { accepted } of await Promise.all(calls)) expect(accepted).toHaveLength(ITEMS);
	expect(harness.reached).toHaveLength(EXECUTIONS * ITEMS);
	expect(harness.twice).toBe(0);
	expect(harness.livevox.record.logins.length).toBeLessThanOrEqual(WORKERS);
});

test('a worker that has just started logs in once', async () => {
	const published = await harness.publish();
	await Promise.all(harness.n8n.workers.map(async (worker) => await worker.stop()));
	await harness.n8n.workers[0]!.start();
	await published.run(recipients(ITEMS));
	expect(harness.reached).toHaveLength(ITEMS);
	expect(harness.livevox.record.logins).toHaveLength(1);
});

test('where each process has the package, its folder tells the version', async () => {
	const later = await packCheckout('99.0.0');
	const [current, updated, missing] = [
		harness.n8n.workers[0]!,
		await harness.n8n.addWorker(later.folder),
		await harness.n8n.addWorker(null),
	];
	await later.remove();
	const { packageVersion } = harness.n8n.root;
	const processes = [harness.n8n.main, current, updated, missing];
	const versions = await Promise.all(processes.map(async (each) => await each.packageVersion()));
	expect(versions).toEqual([packageVersion, packageVersion, '99.0.0', null]);
	await updated.stop();
	await current.stop();
});

test('without the package a worker names what it lacks and sends nothing, and Retry has nothing to go on with', async () => {
	const published = await harness.publish();
	const failed = await published.run(recipients(ITEMS));
	expect(failed.status).toBe('error');
	expect(errorOf(failed)).toBe('Unrecognized node type: n8n-nodes-livevox.liveVoxSms');

	const [withPackage, , without] = harness.n8n.workers;
	await without!.stop();
	await withPackage!.start();
	expect(errorOf(await retry(harness.n8n, failed.id))).toBe(errorOf(failed));
	expect(harness.reached).toEqual([]);
	await published.run(recipients(ITEMS));
	expect(harness.reached).toHaveLength(ITEMS);
});
