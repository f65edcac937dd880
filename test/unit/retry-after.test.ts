import fc from 'fast-check';

import { retryAfterMs } from '../../nodes/LiveVoxSms/transport/response';

const NOW = Date.UTC(2026, 10, 23, 18, 50, 0);

test.each([
	['seconds', '5', 5_000],
	['one second', '1', 1_000],
	['a fraction', '0.25', 250],
	['blanks around it', ' 5 ', 5_000],
	['leading zeros', '007', 7_000],
	['an hour', '3600', 3_600_000],
	['a year', '31536000', 31_536_000_000],
	['a date', 'Mon, 23 Nov 2026 18:50:07 GMT', 7_000],
	['a date in an hour', 'Mon, 23 Nov 2026 19:50:00 GMT', 3_600_000],
])('asks for a wait: %s', (_, header, wait) => {
	expect(retryAfterMs(header, NOW)).toBe(wait);
});

test.each([
	['an empty one', ''],
	['a blank one', '  '],
	['zero', '0'],
	['zero as a fraction', '0.0'],
	['a negative number', '-5'],
	['a signed number', '+5'],
	['a past date', 'Mon, 23 Nov 2026 18:49:59 GMT'],
	['this very second', 'Mon, 23 Nov 2026 18:50:00 GMT'],
	['a date that does not exist', 'Mon, 45 Nov 2026 18:50:07 GMT'],
	['a word', 'soon'],
	['a weekday alone', 'Mon'],
	['words with a number', 'after 60'],
	['words before a date', 'after Mon, 23 Nov 2026 18:50:07 GMT'],
	['words after a date', 'Mon, 23 Nov 2026 18:50:07 GMT at last'],
	['a date in the old form of RFC 850', 'Monday, 23-Nov-26 18:50:07 GMT'],
	['a date in the form of C', 'Mon Nov 23 18:50:07 2026'],
	['a date of another zone', '2026-11-23T13:50:07-05:00'],
	['a number with its unit', '60s'],
	['a year', '2026-'],
	['what JavaScript takes for a date', '9999/1'],
	['hexadecimal', '0x10'],
	['an exponent', '1e3'],
	['two numbers', '5, 6'],
	['NaN', 'NaN'],
	['infinity', 'Infinity'],
	['more seconds than a number holds', '9'.repeat(400)],
])('asks for none: %s', (_, header) => {
	expect(retryAfterMs(header, NOW)).toBeUndefined();
});

// JavaScript finds the year 9999 in it, and every message left would be given up at once.
test('asks for none: a word with a number that could be a year', () => {
	expect(retryAfterMs('max 9999', NOW)).toBeUndefined();
});

it('is a wait above zero or none, whatever the header', () => {
	fc.assert(
		fc.property(fc.oneof(fc.string(), fc.double().map(String)), (header) => {
			const wait = retryAfterMs(header, NOW);
			expect(wait === undefined || (wait > 0 && Number.isFinite(wait))).toBe(true);
		}),
		{ seed: 12, numRuns: 1000 },
	);
});

it('is the wait that a server wrote, as seconds or as a date', () => {
	fc.assert(
		fc.property(fc.integer({ min: 1, max: 10_000_000 }), (seconds) => {
			const date = new Date(NOW + seconds * 1000).toUTCString();
			expect(retryAfterMs(String(seconds), NOW)).toBe(seconds * 1000);
			expect(retryAfterMs(date, NOW)).toBe(seconds * 1000);
		}),
		{ seed: 25, numRuns: 1000 },
	);
});
