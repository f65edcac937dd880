/* eslint-disable @n8n/community-nodes/no-restricted-globals, no-console */
import './start/quiet';

import { version } from 'n8n-core/package.json';

import { Engine } from '../test/engine/engine';
import { startSimulator, type Simulator } from '../test/simulator';
import { demoCredential } from '../test/simulator/demo-credential';
import { differences } from './start/compare';
import { readExamples, runsHere, sendingSteps, type Example } from './start/examples';
import { messagesOf, type Message } from './start/messages';
import { showProgress } from './start/progress';
import * as report from './start/report';

/** Runs the examples in n8n's engine against the simulator and shows what went out: `npm start`. */
async function main(): Promise<void> {
	console.log(report.introduction(`n8n-core ${version}`));
	const simulator = await startSimulator();
	try {
		const engine = await Engine.start();
		try {
			await runExamples(engine, simulator);
		} finally {
			engine.close();
		}
	} finally {
		await simulator.close();
	}
}

async function runExamples(engine: Engine, simulator: Simulator): Promise<void> {
	engine.credentials.stored.set('liveVoxApi', demoCredential(simulator));
	const examples = readExamples();
	const messages: Message[] = [];
	for (const example of examples.filter(runsHere)) {
		messages.push(...(await runExample(engine, simulator, example)));
	}

	const found = differences(messages, simulator.record);
	console.log(report.verdict(messages, simulator.record.sent.length, found));
	if (found.length > 0) process.exitCode = 1;
	console.log(report.moreExamples(examples.filter((example) => !runsHere(example))));
	console.log(report.nextSteps());
}

/** Runs one workflow, and prints what each of its steps gave out. */
async function runExample(
	engine: Engine,
	simulator: Simulator,
	example: Example,
): Promise<Message[]> {
	console.log(report.heading(example));
	const endProgress = showProgress(simulator.record);
	const run = await engine.execute(example).finished;
	endProgress();
	const { error } = run.data.resultData;
	if (error) throw error;

	const steps = sendingSteps(example);
	const messages = steps.flatMap((step) => messagesOf(run, step));
	for (const name of steps) {
		console.log(
			report.stepReport(
				name,
				messages.filter(({ step }) => step === name),
			),
		);
	}
	console.log(report.refusals(messages));
	console.log(report.totals(steps, messages));
	return messages;
}

main().catch((error: Error & { description?: string }) => {
	console.error([error.message, error.description].filter(Boolean).join('\n'));
	process.exitCode = 1;
});
