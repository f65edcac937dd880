import fc from 'fast-check';

import { checkAccount } from '../../nodes/LiveVoxSms/message/account';
import { checkMessage } from '../../nodes/LiveVoxSms/message/content';
import { checkFrom, listedCode } from '../../nodes/LiveVoxSms/message/sender';
import { PASTED_ACCOUNTS, PASTED_SENDERS } from '../pasted/codes';
import { PASTED_TEXTS } from '../pasted/texts';

/** Of three elements each, or jest would take the missing one for its callback. */
const TEXTS = PASTED_TEXTS.map(([name, text, refused]) => [name, text, refused] as const);

const outcome = (value: unknown, expected: unknown) =>
	expected instanceof RegExp
		? { ok: false, what: expect.stringMatching(expected), mend: expect.stringMatching(/\w$|\}$/) }
		: { ok: true, value };

test.each(PASTED_SENDERS)('From: %s', (_, value, expected) => {
	expect(checkFrom(value, false, { code: undefined })).toEqual(outcome(expected, expected));
});

test.each(PASTED_ACCOUNTS)('Account: %s', (_, value, expected) => {
	expect(checkAccount(value, 'agent')).toEqual(outcome(expected, expected));
});

describe('the text', () => {
	test('has a table that is large enough', () => {
		expect(PASTED_TEXTS.length).toBeGreaterThanOrEqual(40);
	});

	test.each(TEXTS)('%s', (_, text, refused) => {
		expect(checkMessage(text, false)).toEqual(outcome({ message: String(text) }, refused));
	});

	test.each(TEXTS)('with smart characters replaced: %s', (_, text, refused) => {
		expect(checkMessage(text, true)).toMatchObject({ ok: refused === undefined });
	});

	it('goes out as it was written, if at all', () => {
		const unit = fc.oneof(
			fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
			fc.constantFrom('{{', '}}', ' ', '\ud83d', '\ude00', '👍', 'null', '#N/A', '[object ', ']'),
		);
		fc.assert(
			fc.property(fc.array(unit, { maxLength: 8 }), (parts) => {
				const message = parts.join('');
				const checked = checkMessage(message, false);
				if (checked.ok) expect(checked.value).toEqual({ message });
			}),
			{ seed: 5, numRuns: 5000 },
		);
	});

	test.each([
		'{{',
		'{',
		'}',
		'[object ',
		'$json',
		'\ufe00',
		'👨\u200d',
		'a\u0301',
		'½',
		'(',
		'#',
		'·',
	])('of a hundred thousand %j is judged at once', (part) => {
		const began = Date.now();
		checkMessage(part.repeat(100_000), true);
		checkFrom(part.repeat(100_000), false, undefined);
		checkAccount(part.repeat(100_000), 'user');
		expect(Date.now() - began).toBeLessThan(6_000);
	});
});

describe('no digit of From is added, dropped or moved', () => {
	it('whatever stands between them', () => {
		const piece = fc.constantFrom(
			...'0123456789',
			...'01456',
			...' ()-.+/,x\u200b–',
			'53063',
			'415',
		);
		fc.assert(
			fc.property(fc.array(piece, { minLength: 1, maxLength: 14 }), (parts) => {
				const checked = checkFrom(parts.join(''), false, undefined);
				if (checked.ok) expect(checked.value).toBe(parts.join('').replace(/\D/g, ''));
			}),
			{ seed: 6, numRuns: 10_000 },
		);
	});
});

test.each([
	['a ten-digit code that is listed with a 1', '4155550100', ['14155550100'], '14155550100'],
	['one that is listed as it is', '4155550100', ['4155550100', '14155550100'], '4155550100'],
	['one that is not listed', '4155550100', ['53063'], '4155550100'],
	['a short code', '53063', ['153063'], '53063'],
])('the code of %s', (_, code, listed, sent) => {
	expect(listedCode(code, new Set(listed))).toBe(sent);
});
