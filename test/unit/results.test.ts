import {
	explainSending,
	explainStop,
	resultItem,
} from '../../nodes/LiveVoxSms/actions/sms/results';
import type { Failed } from '../../nodes/LiveVoxSms/delivery/outcome';

const REQUEST = { from: '53063', to: '4155550123', body: { message: 'Hello' } };

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

const MEND = 'Mend what LiveVox names, then run the node again.';
const LOOK_FIRST =
	'Look in LiveVox whether it went out before you send it again: LiveVox does not recognise a repeated message.';

describe('the item of an accepted message', () => {
	const accepted = { outcome: 'accepted' as const, value: 51644325690 };
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
		expect(resultItem(3, request, accepted)).toStrictEqual({ json, pairedItem: { item: 3 } });
	});
});

test('the item of a rejected message has an error and nothing beside it', () => {
	expect(resultItem(3, REQUEST, REJECTED)).toStrictEqual({
		json: {
			error: {
				message: 'Unknown code (LiveVox, status 400)',
				description: MEND,
				outcome: 'rejected',
				httpStatus: 400,
				code: 12,
			},
		},
		pairedItem: { item: 3 },
	});
});

test('the item of a message that may be out says so', () => {
	expect(resultItem(3, REQUEST, UNKNOWN)).toStrictEqual({
		json: {
			error: {
				message:
					'The connection to LiveVox broke before its answer was complete. The message may have been sent',
				description: LOOK_FIRST,
				outcome: 'unknown',
				httpStatus: null,
				code: 'ECONNRESET',
			},
		},
		pairedItem: { item: 3 },
	});
});

test('a rejected message is never said to be out', () => {
	expect(explainSending(REJECTED).message).not.toContain('may have been sent');
});

test.each([
	['rejected', REJECTED, MEND],
	['unknown', UNKNOWN, LOOK_FIRST],
])('a run that ends with one that is %s says how far it came', (_, failed, advice) => {
	expect(explainStop(failed, 2, 10)).toEqual({
		message: explainSending(failed).message,
		description: `${advice} Accepted before it: 2 of 10 messages. Not tried: 7.`,
	});
});
