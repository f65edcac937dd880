/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import axios from 'axios';
import type { IDataObject, INode, INodeParameters } from 'n8n-workflow';
import { setTimeout as sleep } from 'node:timers/promises';

import type { N8nVersion } from '../../n8n/install';
import type { Execution } from '../../n8n/owner';
import { RegularN8n } from '../../n8n/queue/regular';
import { retry, verdictOf, Harness } from '../queue/harness';

/** Both lines, or the one that the environment names. */
export const versions: N8nVersion[] = process.env.N8N_VERSION
	? [process.env.N8N_VERSION as N8nVersion]
	: ['2.8.4', '2.41.1'];

/** The two kinds of Retry in n8n's list of executions. */
export const RETRIES = [
	['original workflow', false],
	['currently saved workflow', true],
] as const;

/** How long nothing may happen before it counts as settled. */
const QUIET_MS = 1_000;

/** A real n8n of one line, in regular mode, for all tests of a `describe`: it gives the harness when they run. */
export function harnessIn(version: N8nVersion): () => Harness<RegularN8n> {
	let harness: Harness<RegularN8n> | undefined;
	beforeAll(async () => (harness = await Harness.around(RegularN8n.start(version))));
	afterAll(async () => await harness?.close());
	beforeEach(() => {
		harness?.forget();
		if (harness) harness.livevox.state.suppressedNumbers = [REFUSED];
	});
	return () => harness!;
}

/** On LiveVox's "do not contact" list: LiveVox rejects a message to it. */
export const REFUSED = '4155550199';

/** `kill -9`, and the start of the same n8n again. */
export async function crash({ n8n }: Harness<RegularN8n>): Promise<void> {
	await n8n.main.kill();
	await n8n.main.start();
}

/**
 * Presses Retry of the executions that a crash ended. n8n never runs those that it had only noted by then (`new`), and
 * doesn't mark them as crashed.
 */
export async function retryCrashed(harness: Harness<RegularN8n>, ids: string[]): Promise<void> {
	for (const id of ids) {
		const { status } = await harness.n8n.owner.executionEnded(id, ['new']);
		if (status === 'crashed') await retryAs(harness, id, false);
	}
}

/** Presses Retry of that kind, and waits until what that begins has ended. */
export async function retryAs({ n8n }: Harness<RegularN8n>, id: string, isSavedWorkflow: boolean): Promise<Execution> {
	if (!isSavedWorkflow) return await retry(n8n, id);
	const body = { loadWorkflow: true };
	const { id: retried } = await n8n.owner.post<{ id: string }>(`/executions/${id}/retry`, body);
	return await n8n.owner.executionEnded(retried);
}

/** How many messages LiveVox has sent that it had sent before: the same text to the same number. */
export function repeats({ livevox }: Harness<RegularN8n>): number {
	const sent = livevox.record.sent.map(({ to, message }) => `${to}: ${message}`);
	return sent.length - new Set(sent).size;
}

/** Every item that a node gave out on its first output, over all its runs, without what n8n's crash recovery puts there. */
export function allRowsOf({ data }: Execution, node: string): IDataObject[] {
	const runs = data.resultData.runData[node] ?? [];
	return runs
		.flatMap(({ data: outputs }) => Object.values(outputs ?? {}).flatMap(([items]) => items ?? []))
		.map(({ json }) => json)
		.filter((json) => !('isArtificialRecoveredEventItem' in json));
}

/** How many of a node's items were told what: all items of all its runs. */
export function verdictsOf(execution: Execution, node: string) {
	const verdicts = { accepted: 0, sentBefore: 0, unknown: 0, rejected: 0 };
	for (const row of allRowsOf(execution, node)) verdicts[verdictOf(row)]++;
	return verdicts;
}

/** Who was neither reached nor reported as perhaps reached: nobody may be lost. */
export function lostOf(harness: Harness<RegularN8n>, to: Array<{ to: string }>, rows: IDataObject[]): string[] {
	const reached = new Set(harness.reached);
	const unknown = rows.filter((row) => verdictOf(row) === 'unknown');
	const lost = to.filter(({ to: number }) => !reached.has(number));
	// A failed item does not repeat the number: what counts is that there are as many of them.
	return lost.length <= unknown.length ? [] : lost.map(({ to: number }) => number);
}

/** Waits until LiveVox has been asked for nothing for a while: what still ran has ended. */
export async function quiet({ livevox }: Harness<RegularN8n>): Promise<void> {
	for (let seen = -1; seen !== livevox.record.requests.length; await sleep(QUIET_MS)) {
		seen = livevox.record.requests.length;
	}
}

/** A node of n8n's own. */
export const node = (
	name: string,
	type: string,
	typeVersion: number,
	parameters: INodeParameters,
	more: Partial<INode> = {},
): INode => ({ id: name, name, type, typeVersion, position: [0, 0], parameters, ...more });

/** A connection to a node. */
export const to = (name: string, index = 0) => ({ node: name, type: 'main' as const, index });

/** The error of a run of a node, or of the execution: what a person reads, with how to fix it. */
export function wordsOf({ data }: Execution): string {
	const { error } = data.resultData;
	return [error?.message, error?.description].filter(Boolean).join(' ');
}

/** Every execution of a workflow, the latest first. */
export async function executionsOf({ n8n }: Harness<RegularN8n>, workflowId: string): Promise<Execution[]> {
	const filter = encodeURIComponent(JSON.stringify({ workflowId }));
	const { results } = await n8n.owner.get<{ results: Array<{ id: string }> }>(`/executions?limit=100&filter=${filter}`);
	return await Promise.all(results.map(async ({ id }) => await n8n.owner.executionEnded(id)));
}

/** Posts to a path of n8n, such as `/webhook/send`, and gives the answer as it came. */
export async function post({ n8n }: Harness<RegularN8n>, path: string, body: object, headers = {}) {
	const options = { headers, validateStatus: () => true, responseType: 'text' as const };
	return await axios.post<string>(`${n8n.url}${path}`, body, options);
}
