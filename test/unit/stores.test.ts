import type { IExecuteFunctions } from 'n8n-workflow';

import { withStores } from '../../nodes/LiveVoxSms/actions/sms/stores';
import type { Memory } from '../../nodes/LiveVoxSms/delivery/types';

interface Setting {
	data?: object;
	mode?: string;
	type?: string;
	executionId?: string | undefined;
}

/** What n8n gives the node in a retry of one and the same execution. */
function contextOf({ data = {}, mode = 'retry', type = 'liveVoxSms', ...setting }: Setting) {
	const executionId = 'executionId' in setting ? setting.executionId : '7';
	return {
		getContext: () => data,
		getNode: () => ({ id: 'node', type }),
		getWorkflow: () => ({ id: 'workflow' }),
		getMode: () => mode,
		getExecutionId: () => executionId,
		getExecutionContext: () => ({ establishedAt: 1 }),
		getExecutionDataById: async () => ({ executionData: { runtimeData: { establishedAt: 1 } } }),
		evaluateExpression: () => 0,
		helpers: {},
	} as unknown as IExecuteFunctions;
}

/** The memories of runs that begin one after another, all while the first is still at it. */
async function besideEachOther(...settings: Setting[]): Promise<Memory[]> {
	const [first, ...others] = settings;
	return await withStores(contextOf(first!), 1, async (memory) =>
		others.length === 0 ? [memory] : [memory, ...(await besideEachOther(...others))],
	);
}

const duplicates = (memories: Memory[]) => memories.map(({ isDuplicate }) => isDuplicate);

describe('a retry is a duplicate', () => {
	test('beside another of the same execution', async () => {
		expect(duplicates(await besideEachOther({}, {}))).toEqual([false, true]);
	});

	test('but not after it', async () => {
		await besideEachOther({});
		expect(duplicates(await besideEachOther({}))).toEqual([false]);
	});

	// In one turn an agent calls its tool for several people.
	test("but calls of an agent's tool in one retry are none of each other", async () => {
		const call = { data: {}, type: 'liveVoxSmsTool' };
		const other = { ...call, data: {} };
		const memories = await besideEachOther(call, call, other, call);
		expect(duplicates(memories)).toEqual([false, false, true, false]);
	});

	test('and a first try is none', async () => {
		const first = { mode: 'trigger' };
		expect(duplicates(await besideEachOther(first, first))).toEqual([false, false]);
	});
});

describe('that a run begins is claimed', () => {
	const markers = async (setting: Setting) => {
		const twice = [await besideEachOther(setting), await besideEachOther(setting)];
		return twice.map(([memory]) => memory!.executionMarker);
	};

	test('once in an execution', async () => {
		expect(await markers({ data: {} })).toEqual(['begun 7 0', undefined]);
	});

	test('with each call of a tool, each being a message of its own', async () => {
		const started = 'begun 7 tool';
		expect(await markers({ data: {}, type: 'liveVoxSmsTool' })).toEqual([started, started]);
	});

	test('not for an MCP client, whose calls have no execution', async () => {
		const setting = { data: {}, type: 'liveVoxSmsTool', executionId: undefined };
		expect(await markers(setting)).toEqual([undefined, undefined]);
	});
});
