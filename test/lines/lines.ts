/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, no-console */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { cachedInstall } from '../n8n/cached-install';
import { Child } from '../n8n/child';
import { HERE, nodeOfAtLeast } from '../n8n/install';
import { PATH, pageOf, tableOf, type LineResult, type Scenario } from './report';

const ROOT = resolve(__dirname, '../..');

/** A line of n8n: the version of its engine, n8n-core, and the Node.js that it needs. */
export interface Line {
	n8n: string;
	core: string;
	node: number;
}

const LINES: Line[] = [
	{ n8n: '1.85', core: '1.84.0', node: 20 },
	{ n8n: '1.101', core: '1.100.0', node: 20 },
	{ n8n: '1.121', core: '1.120.2', node: 20 },
	{ n8n: '2.0', core: '2.0.2', node: 20 },
	{ n8n: '2.8', core: '2.8.1', node: 20 },
	{ n8n: '2.17', core: '2.17.3', node: 20 },
	{ n8n: '2.25', core: '2.25.0', node: 22 },
	{ n8n: '2.31', core: '2.31.2', node: 22 },
	{ n8n: '2.36', core: '2.36.0', node: 24 },
	{ n8n: '2.41', core: '2.41.1', node: 24 },
];

/**
 * Installs lines of n8n-core outside the checkout, runs the scenarios on each, prints a table, and writes
 * docs/compatibility.md: `npm run lines`. With names of lines (`2.41`) it runs these, with `latest` the newest
 * n8n-core on npm, and writes nothing.
 */
async function main(names: string[]): Promise<void> {
	const lines = names.length === 0 ? LINES : await Promise.all(names.map(lineOf));
	const results: LineResult[] = [];
	for (const line of lines) {
		const result = await runOn(line);
		const failed = result.scenarios.filter(({ isPassed }) => !isPassed);
		console.log(`n8n ${line.n8n}: ${result.scenarios.length - failed.length} of ${result.scenarios.length} passed`);
		for (const { name, message } of failed) console.log(`  ${name}\n${message}`);
		results.push(result);
	}
	console.log(`\n${await tableOf(results)}`);
	if (results.some(({ scenarios }) => scenarios.length === 0 || scenarios.some(({ isPassed }) => !isPassed))) {
		process.exitCode = 1;
	}
	if (names.length === 0) {
		await writeFile(join(ROOT, PATH), await pageOf(results, new Date().toISOString().slice(0, 10)));
		console.log(`Written to ${PATH}`);
	}
}

async function lineOf(name: string): Promise<Line> {
	const known = LINES.find(({ n8n }) => n8n === name);
	if (known) return known;
	if (name !== 'latest') throw new Error(`No line ${name}. Lines: ${LINES.map(({ n8n }) => n8n).join(', ')}, latest`);
	const npm = new Child('npm', ['view', 'n8n-core', 'version'], { folder: ROOT, env: process.env });
	await npm.exited;
	const core = npm.log().trim();
	return { n8n: `latest (n8n-core ${core})`, core, node: 24 };
}

async function runOn(line: Line): Promise<LineResult> {
	const node = await nodeOfAtLeast(line.node);
	const from = { dependencies: { 'n8n-core': line.core } };
	const folder = await cachedInstall({ name: `n8n-core-${line.core}`, from, compiled: [], node: HERE });
	const reports = await mkdtemp(join(tmpdir(), 'livevox-lines-'));
	try {
		const report = join(reports, 'report.json');
		const jest = [require.resolve('jest/bin/jest'), '--config', 'test/lines/jest.config.js', '--json'];
		const child = new Child(node.path, [...jest, '--outputFile', report], {
			folder: ROOT,
			env: { ...process.env, LINE_FOLDER: folder },
		});
		await child.exited;
		const text = await readFile(report, 'utf8').catch(() => {
			throw new Error(`n8n ${line.n8n}: nothing ran.\n${child.log()}`);
		});
		return { line, nodeMajor: node.major, scenarios: scenariosIn(JSON.parse(text) as JestReport) };
	} finally {
		await rm(reports, { recursive: true, force: true });
	}
}

/** The part of `jest --json` that is read. */
interface JestReport {
	testResults: Array<{
		message: string;
		assertionResults: Array<{ ancestorTitles: string[]; title: string; status: string; failureMessages: string[] }>;
	}>;
}

function scenariosIn({ testResults }: JestReport): Scenario[] {
	return testResults.flatMap(({ message, assertionResults }) => {
		if (assertionResults.length === 0) throw new Error(`No scenario ran.\n${message}`);
		return assertionResults.map(({ ancestorTitles: [area = ''], title, status, failureMessages }) => ({
			area,
			name: `${area}: ${title}`,
			isPassed: status === 'passed',
			message: failureMessages.join('\n'),
		}));
	});
}

main(process.argv.slice(2)).catch((error: Error) => {
	console.error(error);
	process.exit(1);
});
