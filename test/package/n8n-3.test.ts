import type { INode } from 'n8n-workflow';

import { EXAMPLE_FILES, read } from './markdown';

/** Nodes that n8n 3 doesn't have any more (https://docs.n8n.io/changelog/v30-breaking-changes/). */
const REMOVED = [
	'n8n-nodes-base.function',
	'n8n-nodes-base.functionItem',
	'n8n-nodes-base.itemLists',
	'n8n-nodes-base.aiTransform',
	'@n8n/n8n-nodes-langchain.code',
];

describe.each(EXAMPLE_FILES)('%s', (file) => {
	const text = read(file);
	const { nodes } = JSON.parse(text) as { nodes: INode[] };

	it('has no node that n8n 3 removes', () => {
		expect(nodes.map(({ type }) => type).filter((type) => REMOVED.includes(type))).toEqual([]);
		const agents = nodes.filter(({ type }) => type === '@n8n/n8n-nodes-langchain.agent');
		expect(agents.filter(({ typeVersion }) => typeVersion < 2)).toEqual([]);
		const calls = nodes.filter(({ type }) => type === 'n8n-nodes-base.executeWorkflow');
		expect(calls.filter(({ parameters }) => parameters.mode === 'each')).toEqual([]);
	});

	it('has no expression that n8n 3 removes', () => {
		expect(text).not.toMatch(/\$getPairedItem|\$evaluateExpression/);
	});
});
