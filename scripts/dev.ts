/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/require-node-api-error, no-console */
import { exampleCredentials } from '../test/n8n/example-credentials';
import { installN8n, newestVersion } from '../test/n8n/install';
import { Owner, type CredentialFile } from '../test/n8n/owner';
import { startProgress } from '../test/n8n/progress';
import { startScriptedModel } from '../test/n8n/scripted-model';
import { startN8n, type N8n, type N8nOptions } from '../test/n8n/server';
import { startSimulator } from '../test/simulator';
import { Reloading } from './dev/reload';
import * as report from './dev/report';
import { readExamples } from './start/examples';

/** Runs a real n8n with this package, the examples and a simulator of LiveVox until Ctrl+C: `npm run dev`. */
async function main(): Promise<void> {
	const stop = new AbortController();
	for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => stop.abort());
	const simulator = await startSimulator();
	const model = await startScriptedModel();
	try {
		const reloading = new Reloading();
		const n8n = await start({ ...reloading.options, signal: stop.signal });
		try {
			await fill(n8n, exampleCredentials(simulator, model));
			console.log(report.ready(n8n, simulator, readExamples()));
			const endReloading = reloading.follow(n8n);
			const ending = await n8n.exited;
			await endReloading();
			throw new Error(`${n8n.log()}\n\nn8n stopped unexpectedly (${ending}). Its last lines are above.`);
		} finally {
			await n8n.stop();
		}
	} catch (error) {
		if (!stop.signal.aborted) throw error;
		console.log('Stopped.');
	} finally {
		await model.close();
		await simulator.close();
	}
}

async function start(options: N8nOptions): Promise<N8n> {
	const version = newestVersion();
	await installN8n(version, options.signal);
	const progress = startProgress(`Starting n8n ${version}`);
	try {
		return await startN8n({ version, ...options });
	} finally {
		progress.end();
	}
}

async function fill({ url }: N8n, credentials: CredentialFile[]): Promise<void> {
	const owner = await Owner.setUp(url);
	for (const credential of credentials) await owner.createCredential(credential);
	for (const example of readExamples()) await owner.createWorkflow(example);
}

main().catch((error: Error) => {
	console.error(error.message);
	process.exitCode = 1;
});
