import { extractFromAICalls, Workflow, type INode, type INodeTypes, type IRunExecutionData } from 'n8n-workflow';

import * as words from '../../nodes/LiveVoxSms/shared/errorMessages';
import { blocksIn, codeIn, jsonIn, MARKDOWN_FILES, read } from './markdown';

const { responseAdvice, skipReasons, connectionErrors, fieldIssues, DRY_RUN_REASON } = words;

const toShort = words.toWords(`'To' ${fieldIssues.toLength(8)}`);

/** What the JSON snippets say under these keys. */
const sentences: Record<string, string[]> = {
	reason: [
		skipReasons.sent,
		DRY_RUN_REASON,
		words.outsideHours('6:00 AM', 'America/Los_Angeles', '8:00 AM to 9:00 PM', true),
	],
	message: [
		toShort.message,
		words.livevoxSaid('The number is on a do not contact list', 202),
		words.mayHaveBeenSent(words.toWords(connectionErrors.lost)).message,
	],
	description: [
		`${toShort.description} ${words.THIS_ITEM_NOT_SENT}`,
		`${words.NOT_SENT} ${responseAdvice.notDone}`,
		words.mayHaveBeenSent(words.toWords(connectionErrors.lost)).description,
	],
};

/** The text of the sample message, which isn't the node's. */
const SAMPLE = 'Your appointment is tomorrow';

/** What the pages show of the node in plain blocks and in the text. */
const quoted = [
	`${words.nothingSent(1, 3, ["'To' (item 1)"])}\n${words.atItems(toShort, 'item 1')}`,
	`${words.livevoxSaid('Not now', 409)}\n${words.NOT_SENT} ${responseAdvice.rejected} ${words.howFar(
		{ accepted: 128, unknown: 0, notTried: 171, total: 300 },
		'retry',
	)}`,
	words.summary(300, ['172 accepted', `128 ${words.outcomeNames.alreadySent}`], 0),
	words.progress(128, 300),
	...Object.values(skipReasons),
];

/** Every value below a key of that name. */
const valuesOf = (json: unknown, key: string): unknown[] =>
	typeof json !== 'object' || json === null
		? []
		: Object.entries(json).flatMap(([name, value]) =>
				name === key && typeof value === 'string' ? [value] : valuesOf(value, key),
			);

describe('the sentences of the node', () => {
	const failures = jsonIn('docs/sending.md').filter(
		(json) => !('status' in (json as object)) || 'reason' in (json as object),
	);

	it.each(Object.keys(sentences))('stand in JSON as they are: %s', (key) => {
		const shown = failures.flatMap((json) => valuesOf(json, key)).filter((text) => text !== SAMPLE);

		expect(shown.sort()).toEqual(sentences[key]!.sort());
	});

	it.each(quoted)('stand in the text as they are: %s', (sentence) => {
		const pages = MARKDOWN_FILES.map((file) => read(file).replace(/\n {2,}/g, ' ')).join('\n');

		expect(pages).toContain(sentence);
	});
});

it('every JSON snippet can be parsed', () => {
	expect(() => MARKDOWN_FILES.map(jsonIn)).not.toThrow();
	expect(jsonIn('README.md').length).toBeGreaterThan(2);
});

describe('expressions', () => {
	const texts = MARKDOWN_FILES.flatMap((file) => [...codeIn(file), ...blocksIn(file).map(({ text }) => text)]);
	const expressions = [...new Set(texts.filter((text) => /^\{\{.*\}\}$/.test(text)))];
	const ofModel = expressions.filter((text) => text.includes('$fromAI'));
	const ofReview = expressions.filter((text) => text.includes('$tool.'));

	const node: INode = {
		id: 'node',
		name: 'Node',
		type: 'any',
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
	};
	const nodeTypes = {
		getByNameAndVersion: () => ({ description: { properties: [] } }),
	} as unknown as INodeTypes;
	const listed: INode = { ...node, id: 'list', name: 'Opt-Outs' };
	const connections = { [listed.name]: { main: [[{ node: node.name, type: 'main' as const, index: 0 }]] } };
	const workflow = new Workflow({ nodes: [listed, node], connections, active: false, nodeTypes });
	const json = {
		appointmentId: 'A-1',
		phone: '415-555-0123',
		status: 'accepted',
		error: { outcome: 'rejected' },
	};
	const run = { data: { main: [[{ json }]] }, startTime: 0, executionTime: 0, executionIndex: 0, source: [] };
	const executed = { resultData: { runData: { [listed.name]: [run] } } } as unknown as IRunExecutionData;
	const evaluate = (expression: string) =>
		workflow.expression.resolveSimpleParameterValue(
			`=${expression}`,
			{},
			executed,
			0,
			0,
			node.name,
			[{ json }],
			'manual',
			{},
		);

	it.each(expressions.filter((text) => ![...ofModel, ...ofReview].includes(text)))('%s has a value', (expression) => {
		expect(evaluate(expression)).toEqual(expect.anything());
	});

	it('hold back all but your own phone', () => {
		expect(evaluate("{{ $json.phone !== '415-555-0123' }}")).toBe(false);
		expect(expressions).toContain("{{ $json.phone !== '415-555-0123' }}");
	});

	it.each(ofReview)('%s is in the example that asks a person', (expression) => {
		expect(read('examples/ai-agent.workflow.json')).toContain(expression);
	});

	it.each(ofModel)('%s describes a value to the model', (expression) => {
		expect(extractFromAICalls(expression)).toEqual([
			expect.objectContaining({ key: 'to', type: 'string', description: expect.any(String) }),
		]);
	});
});
