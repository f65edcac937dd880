import fc from 'fast-check';

import { listedCode, parseSender } from '../../nodes/LiveVoxSms/message/phoneNumber';
import { validateDraft } from '../../nodes/LiveVoxSms/message/request';
import { PASTED_ACCOUNTS, PASTED_SENDERS } from '../pasted/codes';
import { PASTED_TEXTS } from '../pasted/texts';
import { AGENT, DRAFT, issuesOf, requestOf, USER } from './draft';
import { resultOf } from './result-of';

/** Of three elements each, or jest would take the missing one for its callback. */
const TEXTS = PASTED_TEXTS.map(([name, text, issue]) => [name, text, issue] as const);

const saying = (message: RegExp) => ({
	message: expect.stringMatching(message),
	description: expect.stringMatching(/\.$/),
});

test.each(PASTED_SENDERS)('From: %s', (_, value, expected) => {
	const result = resultOf(() => parseSender(value));
	expect(result).toEqual(typeof expected === 'string' ? expected : saying(expected));
});

test.each(PASTED_ACCOUNTS)('Account Number: %s', (_, account, expected) => {
	if (typeof expected === 'string') expect(requestOf({ account }, AGENT).account).toBe(expected);
	else expect(issuesOf({ account }, AGENT)).toEqual([{ field: 'Account Number', ...saying(expected) }]);
});

describe('the text', () => {
	test('has a table that is large enough', () => {
		expect(PASTED_TEXTS.length).toBeGreaterThanOrEqual(40);
	});

	test.each(TEXTS)('%s', (_, message, issue) => {
		if (issue) expect(issuesOf({ message })).toEqual([{ field: 'Message', ...saying(issue) }]);
		else expect(requestOf({ message }).body).toEqual({ message: String(message) });
	});

	test.each(TEXTS)('with smart characters replaced: %s', (_, message, issue) => {
		const result = validateDraft({ ...DRAFT, message, smartCharacters: 'replace' }, USER);
		expect('request' in result).toBe(issue === undefined);
	});

	it('goes out as it was written, if at all', () => {
		const unit = fc.oneof(
			fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
			fc.constantFrom('{{', '}}', ' ', '\ud83d', '\ude00', '👍', 'null', '#N/A', '[object ', ']'),
		);
		let valid = 0;
		fc.assert(
			fc.property(fc.array(unit, { maxLength: 8 }), (parts) => {
				const message = parts.join('');
				const result = validateDraft({ ...DRAFT, message }, USER);
				if (!('request' in result)) return;
				valid++;
				expect(result.request.body).toEqual({ message });
			}),
			{ seed: 5, numRuns: 5000 },
		);
		expect(valid).toBeGreaterThan(500);
	});

	test.each(['{{', '{', '}', '[object ', '$json', '\ufe00', '👨\u200d', 'a\u0301', '½', '(', '#', '·', ' ', ', '])(
		'of a hundred thousand %j is judged at once',
		(part) => {
			const began = Date.now();
			const long = part.repeat(100_000);
			validateDraft({ ...DRAFT, message: long, from: long, account: long, smartCharacters: 'replace' }, USER);
			expect(Date.now() - began).toBeLessThan(6_000);
		},
	);
});

describe('no digit of From is added, dropped or moved', () => {
	it('whatever stands between them', () => {
		const piece = fc.constantFrom(...'0123456789', ...'01456', ...' ()-.+/,x\u200b–', '53063', '415');
		let valid = 0;
		fc.assert(
			fc.property(fc.array(piece, { minLength: 1, maxLength: 14 }), (parts) => {
				const result = resultOf(() => parseSender(parts.join('')));
				if (typeof result !== 'string') return;
				valid++;
				expect(result).toBe(parts.join('').replace(/\D/g, ''));
			}),
			{ seed: 6, numRuns: 10_000 },
		);
		expect(valid).toBeGreaterThan(500);
	});
});

test.each([
	['a ten-digit code that is listed with a 1', '4155550100', ['14155550100'], '14155550100'],
	['one that is listed as it is', '4155550100', ['4155550100', '14155550100'], '4155550100'],
	['one that is not listed', '4155550100', ['53063'], '4155550100'],
	['a short code', '53063', ['153063'], '53063'],
	['one with a 1 already', '14155550100', ['114155550100'], '14155550100'],
])('the code of %s', (_, code, listed, sent) => {
	expect(listedCode(code, new Set(listed))).toBe(sent);
});
