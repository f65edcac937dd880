import type { INode } from 'n8n-workflow';

import { itemsOf, liveVoxNode, plainNode } from '../engine/engine';
import { locator, sendMessage, type Harness } from '../engine/harness';
import { PLANTED } from '../engine/secrets';
import { faultOn, isLive, plantedHarness, secretsOf } from './arrange';
import { SEND_TIMEOUT_S } from './cells';
import { logged } from './debug-log';
import { placesWith } from './places';
import type { FaultRow } from './rows';
import { withinTime } from './time';

const AGENTS = ['test.agent', 'test.engineAgent'];
const DROPDOWNS = {
	searchCodes: 'codes',
	searchTemplates: 'templates',
	searchServices: 'callCenters',
} as const;

/**
 * Meets a fault where no workflow runs the node: as the tool of an AI agent, and in its dropdowns.
 *
 * @returns where a secret stands that must not be there
 */
export async function leaksElsewhere(row: FaultRow): Promise<string[]> {
	const harness = await plantedHarness();
	const firstLine = logged.length;
	for (const route of ['send', ...Object.values(DROPDOWNS)] as const) {
		const { accessToken = '' } = harness.credential;
		harness.livevox.faults.add({
			...(row.at ? { route: row.at, on: 1 } : { route, on: isLive }),
			...faultOn(route, row, { password: PLANTED, accessToken }),
		});
	}
	try {
		const [toolAnswers, dropdowns] = await withinTime(
			75_000,
			Promise.all([
				Promise.all(AGENTS.map(async (agent) => await toolAnswer(harness, agent))),
				Promise.all(Object.keys(DROPDOWNS).map(async (dropdown) => await shown(harness, dropdown))),
			]),
		);
		const log = logged.slice(firstLine).join('');
		return placesWith(secretsOf(harness), { runs: [], log, store: [], toolAnswers, dropdowns });
	} finally {
		await harness.close();
	}
}

/** What a dropdown shows, or says where it cannot. */
const shown = async (harness: Harness, dropdown: string) =>
	await harness.engine.listSearch(dropdown).catch((error: Error) => error);

/** What the node tells an AI agent that has called it once, and all that n8n keeps of that. */
async function toolAnswer(harness: Harness, agent: string): Promise<unknown> {
	const fromModel = {
		...sendMessage,
		to: "={{ $fromAI('to', 'The recipient', 'string') }}",
		service: locator(100915),
		options: { maxRateLimitWait: 0.5, timeout: SEND_TIMEOUT_S },
	};
	const tool = liveVoxNode({
		name: 'Send SMS',
		type: 'n8n-nodes-livevox.liveVoxSmsTool',
		parameters: fromModel as INode['parameters'],
	});
	const { finished } = harness.engine.execute({
		nodes: [plainNode('Trigger', 'n8n-nodes-base.manualTrigger'), plainNode('Agent', agent), tool],
		connections: {
			Trigger: { main: [[{ node: 'Agent', type: 'main', index: 0 }]] },
			'Send SMS': { ai_tool: [[{ node: 'Agent', type: 'ai_tool', index: 0 }]] },
		},
		pinData: { Trigger: [{ json: { to: '5005550100' } }] },
	});
	const run = await finished;
	return { answers: itemsOf(run, 'Agent'), run };
}
