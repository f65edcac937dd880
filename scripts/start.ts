/* eslint-disable @n8n/community-nodes/no-restricted-globals, no-console */
import './start/quiet';

import { version } from 'n8n-core/package.json';

import { Engine } from '../test/engine/engine';
import { startSimulator, type Simulator } from '../test/simulator';
import { demoCredential } from '../test/simulator/demo-credential';
import { findSendingSteps, readExamples, runsHere, type Example } from './start/examples';
import { compareWithRecord, readMessages, type Message } from './start/messages';
import * as report from './start/report';

/** Runs the examples in n8n's engine against the simulator and shows what was sent: `npm start`. */
async function main(): Promise<void> {
	console.log(report.introduction(version));
	const simulator = await startSimulator();
	let engine: Engine | undefined;
	try {
		engine = await Engine.start();
		await runExamples(engine, simulator);
	} finally {
		engine?.close();
		await simulator.close();
	}
}

async function runExamples(engine: Engine, simulator: Simulator): Promise<void> {
	engine.credentials.stored.set('liveVoxApi', demoCredential(simulator));
	const examples = readExamples();
	const messages: Message[] = [];
	for (const example of examples.filter(runsHere)) {
		messages.push(...(await runExample(engine, example)));
	}

	const differences = compareWithRecord(messages, simulator.record);
	if (differences.length > 0) process.exitCode = 1;
	console.log(report.verdict(messages, simulator.record.sent.length, differences));
	console.log(report.moreExamples(examples.filter((example) => !runsHere(example))));
	console.log(report.NEXT_STEPS);
}

async function runExample(engine: Engine, example: Example): Promise<Message[]> {
	console.log(`\n${example.name}\n${example.path}`);
	const run = await engine.execute(example).finished;
	const { error } = run.data.resultData;
	if (error) throw error;

	const steps = findSendingSteps(example).map((step) => readMessages(run, step));
	for (const messages of steps) console.log(report.step(messages));
	console.log(report.notAccepted(steps.flat()));
	return steps.flat();
}

main().catch((error: Error & { description?: string }) => {
	console.error([error.message, error.description].filter(Boolean).join('\n'));
	process.exitCode = 1;
});
