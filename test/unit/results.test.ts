import { NodeOperationError, type IExecuteFunctions, type INode } from 'n8n-workflow';

import {
	explainSending,
	resultItem,
	throwFailure,
} from '../../nodes/LiveVoxSms/actions/sms/results';
import type { Delivered } from '../../nodes/LiveVoxSms/delivery/message';
import type { Failed } from '../../nodes/LiveVoxSms/delivery/outcome';

const REQUEST = { from: '53063', to: '4155550123', body: { message: 'Hello' } };
const CHECK = {
	item: 3,
	request: REQUEST,
	onceKey: undefined,
	isDryRun: false,
	content: undefined,
};

const ACCEPTED: Delivered = { outcome: 'accepted', value: 51644325690 };
const SKIPPED: Delivered = { outcome: 'skipped', state: 'sent' };
const REJECTED: Failed = {
	outcome: 'rejected',
	reply: {
		kind: 'answer',
		status: 400,
		value: undefined,
		words: 'Unknown code',
		code: 12,
		retryAfter: undefined,
	},
};
const UNKNOWN: Failed = {
	outcome: 'unknown',
	reply: { kind: 'broken', code: 'ECONNRESET', beforeSending: false },
};
const NOT_TRIED: Failed = {
	outcome: 'rejected',
	reply: { kind: 'notTried', because: 'failure' },
};

const MEND =
	'LiveVox refuses the request as it stands. For a message, compare From, To, Template, Service and Account with what LiveVox has.';
const LOOK_FIRST =
	'Look in LiveVox whether it went out before you send it again: LiveVox does not recognise a repeated message.';
const MAY_BE_OUT =
	'The connection to LiveVox broke before its answer was complete. The message may have been sent';

describe('the item of an accepted message', () => {
	const sent = { transactionId: 51644325690, status: 'accepted', from: '53063', to: '4155550123' };

	test.each([
		['a message', REQUEST, { ...sent, message: 'Hello' }],
		['a template', { ...REQUEST, body: { templateId: 75870 } }, { ...sent, templateId: 75870 }],
		[
			'service and account',
			{ ...REQUEST, serviceId: 100915, account: '13213' },
			{ ...sent, message: 'Hello', serviceId: 100915, account: '13213' },
		],
	])('%s', (_, request, json) => {
		const item = resultItem({ ...CHECK, request }, ACCEPTED);
		expect(item).toStrictEqual({ json, pairedItem: { item: 3 } });
	});

	test('that an earlier try of the execution has sent', () => {
		const { json } = resultItem(CHECK, { ...ACCEPTED, alreadyDone: true });
		expect(json).toStrictEqual({ ...sent, message: 'Hello', alreadySent: true });
	});
});

test.each([
	[
		'sent',
		'This Send Once Key has sent its message already, in an earlier execution or earlier in this one',
	],
	[
		'unknown',
		'This Send Once Key may have sent its message already: an earlier execution, or an earlier call in this one, began to send it, and how that ended is not known',
	],
	[
		'repeated',
		'An earlier item of this run has the same Send Once Key: what came of that one counts',
	],
] as const)('the item of a message that was skipped: %s', (state, reason) => {
	expect(resultItem(CHECK, { outcome: 'skipped', state })).toStrictEqual({
		json: { status: 'skipped', reason, from: '53063', to: '4155550123', message: 'Hello' },
		pairedItem: { item: 3 },
	});
});

test('the item of a rejected message has an error and nothing beside it', () => {
	expect(resultItem(CHECK, REJECTED)).toStrictEqual({
		json: {
			error: {
				message: 'Unknown code (LiveVox, status 400)',
				description: `This message wasn’t sent. ${MEND}`,
				outcome: 'rejected',
				httpStatus: 400,
				code: 12,
			},
		},
		pairedItem: { item: 3 },
	});
});

test('the item of a message that may be out says so', () => {
	expect(resultItem(CHECK, UNKNOWN)).toStrictEqual({
		json: {
			error: {
				message: MAY_BE_OUT,
				description: LOOK_FIRST,
				outcome: 'unknown',
				httpStatus: null,
				code: 'ECONNRESET',
			},
		},
		pairedItem: { item: 3 },
	});
});

test('the item of one that may be out keeps the advice of its cause, but not to try again', () => {
	const reply = { ...REJECTED.reply, status: 302, words: undefined } as Failed['reply'];
	const redirected = explainSending({ outcome: 'unknown', reply });
	expect(redirected.description).toMatch(
		/^Look in LiveVox .* Check the environment, or the Base URL/,
	);
	const failed = explainSending({
		outcome: 'unknown',
		reply: { ...reply, status: 500 } as Failed['reply'],
	});
	expect(failed.description).not.toContain('Try again');
});

test('a rejected message is never said to be out', () => {
	expect(explainSending(REJECTED).message).not.toContain('may have been sent');
});

describe('a run that ends with a message that was not accepted', () => {
	const contextOf = (mode: string) => ({
		getNode: () => ({ name: 'LiveVox SMS', type: 'n8n-nodes-livevox.liveVoxSms' }) as INode,
		getMode: () => mode,
	});

	/** Each result belongs to an item ten times its place. */
	function thrownIn(mode: string, ...results: Delivered[]): NodeOperationError | undefined {
		const good = results.map((_, index) => ({ ...CHECK, item: index * 10 }));
		try {
			throwFailure(contextOf(mode) as IExecuteFunctions, good, results);
		} catch (error) {
			return error as NodeOperationError;
		}
		return undefined;
	}

	const thrownFor = (...results: Delivered[]) => thrownIn('trigger', ...results);
	const RETRY = 'Retry in n8n’s list of executions sends the rest';

	test.each([
		['rejected', REJECTED, 'Unknown code (LiveVox, status 400)', `${MEND} `, ''],
		['unknown', UNKNOWN, MAY_BE_OUT, `${LOOK_FIRST} `, 'Unknown: 1. '],
	])('says how far it came, and how to go on: %s', (_, failed, message, advice, unknown) => {
		const error = thrownFor(ACCEPTED, NOT_TRIED, failed, ACCEPTED, SKIPPED);
		expect(error).toBeInstanceOf(NodeOperationError);
		expect(error?.message).toBe(message);
		expect(error?.description).toContain(
			`${advice}Accepted: 2 of 5 messages. ${unknown}Not tried: 1. ${RETRY}`,
		);
		expect(error?.description).toContain('“with original workflow”');
	});

	test('speaks of no edit where nobody has got a message', () => {
		const { description } = thrownFor(REJECTED, NOT_TRIED)!;
		expect(description).toContain(`${MEND} Accepted: 0 of 2 messages. Not tried: 1. ${RETRY}`);
		expect(description).not.toContain('original workflow');
	});

	test('does not advise Retry where the execution was stopped: n8n offers none', () => {
		const stopped: Failed = {
			outcome: 'rejected',
			reply: { kind: 'notTried', because: 'stopped' },
		};
		const { description } = thrownFor(ACCEPTED, UNKNOWN, stopped)!;
		expect(description).toMatch(/Accepted: 1 of 3 messages\. Unknown: 1\. Not tried: 1\.$/);
	});

	test('advises a Send Once Key in a sub-workflow, and no Retry', () => {
		const { description } = thrownIn('integrated', ACCEPTED, REJECTED)!;
		expect(description).toContain('Send Once Key');
		expect(description).not.toContain('Retry');
	});

	test('counts what a rejected login has kept from being tried', () => {
		const reply = {
			kind: 'noSession',
			words: 'No',
			advice: '',
			httpStatus: 401,
			code: null,
		} as const;
		const login: Failed = { outcome: 'rejected', reply };
		expect(thrownFor(login, login)?.description).toContain(
			'Accepted: 0 of 2 messages. Not tried: 2.',
		);
	});

	test('names the first that was tried, by its item', () => {
		const error = thrownFor(NOT_TRIED, UNKNOWN, REJECTED);
		expect(error?.message).toBe(MAY_BE_OUT);
		expect(error?.context.itemIndex).toBe(10);
	});

	test('also where that is the very first of all', () => {
		const error = thrownFor(UNKNOWN, REJECTED, UNKNOWN);
		expect(error?.message).toBe(MAY_BE_OUT);
		expect(error?.context.itemIndex).toBe(0);
		expect(error?.description).toContain('Unknown: 2.');
	});

	test('names the first of all where none was tried', () => {
		const error = thrownFor(SKIPPED, NOT_TRIED, NOT_TRIED);
		expect(error?.message).toBe('Not tried, because an earlier message was not accepted');
		expect(error?.context.itemIndex).toBe(10);
	});

	test.each<[string, Delivered[]]>([
		['all are accepted', [ACCEPTED, ACCEPTED]],
		['some are skipped', [ACCEPTED, SKIPPED]],
		['there are none', []],
	])('does not end where %s', (_, results) => {
		expect(thrownFor(...results)).toBeUndefined();
	});
});
