import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import type { FailedJson } from './harness';

/** Texts that nobody thought of when the field was made. */
export const TEXTS: Record<string, string> = {
	'100,000 characters': 'long '.repeat(20_000),
	'100,000 emoji': '😀'.repeat(100_000),
	'halves of emoji': 'a\ud83d b\ude00 \udfff\ud800',
	'half an emoji alone': '\ud83d',
	'marks that turn the direction': '\u202eevil\u202c \u2067x\u2069 \u200f\u061c',
	'characters of no width': 'pay\u200b\u200c\u200d\u2060\ufeff\u00ad now',
	NUL: 'a\0b',
	'control characters': Array.from({ length: 32 }, (_, code) => String.fromCharCode(code)).join('x'),
	'more control characters': 'a\u007f\u0080\u0085\u009f\u2028\u2029',
	'no characters at all': '\uffff\ufffe\u{1ffff}\ue000',
	'thousands of accents on a letter': `e${'\u0301'.repeat(5000)}`,
	'the prototype of all objects': '__proto__',
	'what makes objects': 'constructor',
	'an expression': '={{ $json.secret }}',
	'a replacement pattern': "$& $1 $` $'",
	'a format': '%s %d %00 %n ../../etc',
	JSON: '{"message":"x","__proto__":{"to":"911"}}',
	'a page': '<script>alert(1)</script>&lt;',
	'blanks around it': '\t  x \r\n',
	'exclamation marks': `${'!'.repeat(100_000)}x`,
};

/** What an expression can give in place of a text, in n8n's own words for it. */
export const VALUES: Record<string, string> = {
	'an empty list': '[]',
	'a list with a text': '["4155550123"]',
	'a list of lists': '[[1]]',
	'an empty object': '{}',
	'an object': '({ to: "4155550123", value: "53063" })',
	'an object without a prototype': 'JSON.parse("{\\"__proto__\\": null, \\"toString\\": 1}")',
	true: 'true',
	false: 'false',
	'Not a Number': 'NaN',
	Infinity: 'Infinity',
	'less than any number': '-Infinity',
	'a date of JavaScript': 'new Date(0)',
	'no date': 'new Date("x")',
};

/** n8n itself makes a text of such a date where a field consists of several values. */
export const DATES = ['DateTime.fromMillis(0)', '$now'];

/** What an expression can give where there is nothing. */
export const NOTHINGS: Record<string, string> = {
	null: 'null',
	undefined: 'undefined',
	'a missing field': '$json.missing.field',
	'an empty text': '""',
	'a blank text': '" \\n\\t\\u00a0"',
};

const UNSAFE = /\p{Bidi_Control}|(?![\n\r\t])\p{Control}|\p{Surrogate}/u;

/**
 * Looks at the words of a failed item: they name the field, hold nothing that changes how they look, and are
 * short.
 */
export function checkWords(item: INodeExecutionData | undefined, field: RegExp): void {
	const { message, description, outcome } = (item?.json as unknown as FailedJson).error;
	expect(outcome).toBe('rejected');
	expect(message).toMatch(field);
	expect(description).toMatch(/\w\.$/);
	checkSafe(message, description);
}

export function checkSafe(...words: string[]): void {
	for (const text of words) {
		expect(text.length).toBeLessThan(700);
		expect(text).not.toMatch(UNSAFE);
		expect(text).not.toMatch(/\[object |undefined|NaN/);
	}
}

/** Parsed, so that `__proto__` is a key as any other. */
export const polluting = (json: string): IDataObject =>
	JSON.parse(
		json.replace(
			/^\{/,
			'{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"toString":null,"hasOwnProperty":1,',
		),
	) as IDataObject;

export const isPolluted = () => 'polluted' in {};
