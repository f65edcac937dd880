import { NodeOperationError, type IExecuteFunctions, type INode } from 'n8n-workflow';

import { resultOutput, throwFirstFailure, toSendError } from '../../nodes/LiveVoxSms/actions/sms/output';
import type { MessageResult } from '../../nodes/LiveVoxSms/delivery/types';
import {
	connectionErrors,
	notAttempted,
	responseAdvice,
	skipReasons,
	toWords,
} from '../../nodes/LiveVoxSms/shared/errorMessages';
import type { Failure } from '../../nodes/LiveVoxSms/shared/result';

const REQUEST = { from: '53063', to: '4155550123', body: { message: 'Hello' } };
const VALID = { item: 3, request: REQUEST, onceKey: undefined, isDryRun: false, content: undefined };

const ACCEPTED: MessageResult = { outcome: 'accepted', value: 51644325690 };
const SKIPPED: MessageResult = { outcome: 'skipped', state: 'sent' };
const REJECTED: Failure = {
	outcome: 'rejected',
	cause: 'request',
	error: {
		message: 'Unknown code (LiveVox, status 400)',
		description: responseAdvice.rejected,
		httpStatus: 400,
		code: 12,
	},
};
const UNKNOWN: Failure = {
	outcome: 'unknown',
	cause: 'request',
	error: { ...toWords(connectionErrors.lost), code: 'ECONNRESET' },
};
const notTried = (cause: 'stopped' | 'earlierFailure'): Failure => ({
	outcome: 'rejected',
	cause,
	error: toWords(notAttempted[cause]),
});
const NOT_TRIED = notTried('earlierFailure');

const CHECK_FIRST =
	"Check in LiveVox, by recipient and time, before you send it again; if you can't, ask your LiveVox administrator.";
const MAY_BE_SENT =
	'The connection to LiveVox was lost before the response was complete. The message may have been sent';

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
		const item = resultOutput({ ...VALID, request }, ACCEPTED);
		expect(item).toStrictEqual({ json, pairedItem: { item: 3 } });
	});

	test('that an earlier try of the execution has sent', () => {
		const { json } = resultOutput(VALID, { ...ACCEPTED, alreadySent: true });
		expect(json).toStrictEqual({ ...sent, message: 'Hello', alreadySent: true });
	});
});

test.each(['sent', 'unknown', 'repeated'] as const)('the item of a message that was skipped: %s', (state) => {
	expect(resultOutput(VALID, { outcome: 'skipped', state })).toStrictEqual({
		json: { status: 'skipped', reason: skipReasons[state], from: '53063', to: '4155550123', message: 'Hello' },
		pairedItem: { item: 3 },
	});
});

test('the item of a rejected message has an error and nothing beside it', () => {
	expect(resultOutput(VALID, REJECTED)).toStrictEqual({
		json: {
			error: {
				message: 'Unknown code (LiveVox, status 400)',
				description: `This message wasn't sent. ${responseAdvice.rejected}`,
				outcome: 'rejected',
				httpStatus: 400,
				code: 12,
			},
		},
		pairedItem: { item: 3 },
	});
});

test('the item of a message that may be out says so', () => {
	expect(resultOutput(VALID, UNKNOWN)).toStrictEqual({
		json: {
			error: {
				message: MAY_BE_SENT,
				description: CHECK_FIRST,
				outcome: 'unknown',
				httpStatus: null,
				code: 'ECONNRESET',
			},
		},
		pairedItem: { item: 3 },
	});
});

test('the item of an unknown message keeps the advice of its cause, but not to try again', () => {
	const withAdvice = (description: string) => toSendError({ ...UNKNOWN, error: { ...UNKNOWN.error, description } });
	expect(withAdvice(responseAdvice.redirected).description).toBe(`${CHECK_FIRST} ${responseAdvice.redirected}`);
	expect(withAdvice(responseAdvice.serverFailed).description).toMatch(/didn't complete the request\.$/);
});

test('a rejected message is never said to be sent', () => {
	expect(toSendError(REJECTED).message).not.toContain('may have been sent');
});

test('a message that nobody tried to send says so itself', () => {
	expect(toSendError(NOT_TRIED)).toEqual(NOT_TRIED.error);
});

describe('a run that ends with a message that was not accepted', () => {
	const contextOf = (mode: string) => ({
		getNode: () => ({ name: 'LiveVox SMS', type: 'n8n-nodes-livevox.liveVoxSms' }) as INode,
		getMode: () => mode,
	});

	/** Each result belongs to an item ten times its place. */
	function thrownIn(mode: string, ...results: MessageResult[]): NodeOperationError | undefined {
		const good = results.map((_, index) => ({ ...VALID, item: index * 10 }));
		try {
			throwFirstFailure(contextOf(mode) as IExecuteFunctions, good, results);
		} catch (error) {
			return error as NodeOperationError;
		}
		return undefined;
	}

	const thrownFor = (...results: MessageResult[]) => thrownIn('trigger', ...results);
	const RETRY = 'Retry this execution from the Executions list to send the rest';

	test.each([
		['rejected', REJECTED, REJECTED.error.message, responseAdvice.rejected, ''],
		['unknown', UNKNOWN, MAY_BE_SENT, CHECK_FIRST, '1 may have been sent: check in LiveVox first. '],
	])('says how far it got, and how to go on: %s', (_, failed, message, advice, unknown) => {
		const error = thrownFor(ACCEPTED, NOT_TRIED, failed, ACCEPTED, SKIPPED);
		expect(error).toBeInstanceOf(NodeOperationError);
		expect(error?.message).toBe(message);
		expect(error?.description).toContain(
			`${advice} Of 5 messages, 2 were accepted and 1 wasn't tried. ${unknown}${RETRY}, with the original workflow`,
		);
	});

	test('does not speak of an edit if nobody has got a message', () => {
		const { description } = thrownFor(REJECTED, NOT_TRIED)!;
		expect(description).toContain(`Of 2 messages, 0 were accepted and 1 wasn't tried. ${RETRY}.`);
		expect(description).not.toContain('original workflow');
	});

	test('does not advise Retry if the execution was stopped: n8n offers none', () => {
		const { description } = thrownFor(ACCEPTED, UNKNOWN, notTried('stopped'))!;
		expect(description).toMatch(/1 was accepted and 1 wasn't tried\. 1 may have been sent: check in LiveVox first\.$/);
	});

	test('advises a Send Once Key in a sub-workflow, and no Retry', () => {
		const { description } = thrownIn('integrated', ACCEPTED, REJECTED)!;
		expect(description).toContain('Send Once Key');
		expect(description).not.toContain('Retry');
	});

	test('counts what a rejected login has kept from being tried', () => {
		const login: Failure = { ...REJECTED, cause: 'login' };
		expect(thrownFor(login, login)?.description).toContain("Of 2 messages, 0 were accepted and 2 weren't tried.");
	});

	test('names the first that was tried, by its item', () => {
		const error = thrownFor(NOT_TRIED, UNKNOWN, REJECTED);
		expect(error?.message).toBe(MAY_BE_SENT);
		expect(error?.context.itemIndex).toBe(10);
	});

	test('also where that is the very first of all', () => {
		const error = thrownFor(UNKNOWN, REJECTED, UNKNOWN);
		expect(error?.message).toBe(MAY_BE_SENT);
		expect(error?.context.itemIndex).toBe(0);
		expect(error?.description).toContain('2 may have been sent');
	});

	test('names the first of all where none was tried', () => {
		const error = thrownFor(SKIPPED, NOT_TRIED, NOT_TRIED);
		expect(error?.message).toBe("Not sent: an earlier message wasn't accepted");
		expect(error?.context.itemIndex).toBe(10);
	});

	test.each<[string, MessageResult[]]>([
		['all are accepted', [ACCEPTED, ACCEPTED]],
		['some are skipped', [ACCEPTED, SKIPPED]],
		['there are none', []],
	])('does not end where %s', (_, results) => {
		expect(thrownFor(...results)).toBeUndefined();
	});
});
