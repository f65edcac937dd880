/** A way in which a secret can be written: its characters in order, each with every form it may have. */
export interface Needle {
	/** The whole of it, as it is; escapes in a secret itself would be read as escapes of something. */
	whole: string;
	length: number;
	/** The pattern of one of its characters. */
	unitAt: (index: number) => string;
	/** The same, made when it is first needed. */
	patterns: RegExp[];
	/** So many of its characters have to be there before it is worth a look. */
	head: number;
	/** Whether `count` of its characters, between these places of a text, give the secret away. */
	tells: (text: string, start: number, end: number, count: number) => boolean;
	/** What else belongs to it where it ends. */
	tail: RegExp | undefined;
}

/** From here on a secret is looked for inside words, in any case, and cut; a shorter one might be a word. */
const LONG = 8;
/** So much of a secret, with an ellipsis after it, is a secret that was cut. */
const CUT_HEAD = 4;
/** Fewer bytes than this are too few characters of base64 to be told from others. */
const LEAST_IN_BASE64 = 6;
/** As much of base64 as 8 bytes are, and a little more. */
const BASE64_HEAD = 12;

/** All the ways in which a secret can be written. */
export function formsOf(secret: string): Needle[] {
	const characters = [...secret];
	const isLong = characters.length >= LONG;
	const written: Needle = {
		whole: secret,
		length: characters.length,
		unitAt: (index) => unitOf(characters[index]!, isLong),
		patterns: [],
		head: isLong ? CUT_HEAD : characters.length,
		tells: isLong ? tellsOfLong(characters) : isWord,
		tail: undefined,
	};
	return [written, ...base64Forms(secret)];
}

/** What a cut leaves of an emoji may stand before it. */
const ELLIPSIS = /^[\ud800-\udfff\ufffd]?(?:…|\.{3}|\*{3}|&hellip;|\\u2026|%E2%80%A6)/i;
const LETTERS = /^\p{L}+$/u;

/** The whole of it, or a piece that was cut; but letters alone may be an ordinary word with which it begins. */
const tellsOfLong =
	(characters: string[]): Needle['tells'] =>
	(text, _start, end, count) => {
		if (count === characters.length) return true;
		const isCut = ELLIPSIS.test(text.slice(end, end + 11));
		if (count < LONG) return isCut;
		return isCut || end === text.length || !LETTERS.test(characters.slice(0, count).join(''));
	};

const WORD = /[\p{L}\p{N}_]/u;
const ESCAPE_BEFORE = /(?:%[\da-f]{2}|\\[bfnrt]|\\u[\da-f]{4})$/i;

/** Stands by itself: neither letter nor digit touches it, unless these belong to an escaped character. */
const isWord: Needle['tells'] = (text, start, end) => {
	if (WORD.test(text.charAt(end))) return false;
	return (
		!WORD.test(text.charAt(start - 1)) ||
		ESCAPE_BEFORE.test(text.slice(Math.max(0, start - 6), start))
	);
};

/** In JSON and in the code of many languages. */
const ESCAPED: Record<string, string> = {
	'\b': 'b',
	'\f': 'f',
	'\n': 'n',
	'\r': 'r',
	'\t': 't',
};

/** In HTML and XML. */
const NAMED: Record<string, string> = {
	'&': 'amp',
	'<': 'lt',
	'>': 'gt',
	'"': 'quot',
	"'": 'apos',
	'\u00a0': 'nbsp',
};

/** The pattern of a character in plain text, JSON, a URL, a form, HTML and XML, escaped once or more. */
function unitOf(character: string, isAnyCase: boolean): string {
	const cases = isAnyCase
		? [character, character.toLowerCase(), character.toUpperCase()]
		: [character];
	return `(?:${[...new Set(cases)].flatMap(writingsOf).join('|')})`;
}

function writingsOf(character: string): string[] {
	const units = [...Array(character.length).keys()].map((index) => character.charCodeAt(index));
	const bytes = [...Buffer.from(character)];
	const named = NAMED[character];
	const references = [...character].length === 1 ? [referencesOf(character, named)] : [];
	// The plain character last: an `&` or `%` alone may be the beginning of an escape.
	return [
		...references,
		...(character in ESCAPED ? [`\\\\${ONCE_OR_MORE}${ESCAPED[character]}`] : []),
		units.map((unit) => `\\\\${ONCE_OR_MORE}u${hex(unit, 4)}`).join(''),
		bytes.map((byte) => `%(?:25){0,3}${hex(byte, 2)}`).join(''),
		...(character === ' ' ? ['\\+'] : []),
		character === '\\'
			? `\\\\${ONCE_OR_MORE}`
			: `${/["'/]/.test(character) ? '\\\\{0,7}' : ''}${literal(character)}`,
	];
}

/** As `&#34;`, `&#x22;` and `&quot;`; the `&` of these may be escaped itself. */
function referencesOf(character: string, named: string | undefined): string {
	const point = character.codePointAt(0)!;
	return `&(?:amp;){0,3}(?:#0{0,5}${point}|#[xX]0{0,5}${hex(point, 1)}${named ? `|${named}` : ''});`;
}

/** How many backslashes may escape a character; without a bound a text of nothing else would take for ever. */
const ONCE_OR_MORE = '{1,8}';

const hex = (value: number, digits: number): string =>
	value
		.toString(16)
		.padStart(digits, '0')
		.replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);

const literal = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');

/**
 * Base64 of a secret depends on how many bytes stand before it, such as the name in `name:password`; what
 * neighbors have a part in is left out.
 */
function base64Forms(secret: string): Needle[] {
	const bytes = Buffer.from(secret);
	if (bytes.length < LEAST_IN_BASE64) return [];
	return [0, 1, 2].map((before) => {
		const encoded = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
		const whole = Math.floor(((before + bytes.length) * 8) / 6);
		const own = encoded.slice(Math.ceil((before * 8) / 6), whole);
		const head = Math.min(BASE64_HEAD, own.length);
		return {
			whole: own,
			length: own.length,
			unitAt: (index: number) => base64Unit(own.charAt(index)),
			patterns: [],
			head,
			tells: () => true,
			tail: /[\w+/-]?={0,2}/y,
		};
	});
}

function base64Unit(character: string): string {
	if (character === '+') return '(?:[+-]|%2[bB])';
	if (character === '/') return '(?:\\\\?\\/|_|%2[fF])';
	return character;
}
