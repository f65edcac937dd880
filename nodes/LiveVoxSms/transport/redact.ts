import type { IN8nHttpFullResponse } from 'n8n-workflow';

import type { LiveVoxCredential } from './credential';
import { isRecord } from './endpoints';

const HIDDEN = '***';
/** JSON deeper than this says nothing to the node. */
const MAX_DEPTH = 50;
/** From this length on a secret is found inside words, in any case, and cut; a shorter one might be part of a word. */
const LONG = 8;
/** So many characters of a long secret before an ellipsis are a secret that was cut. */
const CUT_HEAD = 4;
/** Escaped texts may be escaped again, this often; what is still escaped then is withheld. */
const MAX_LAYERS = 8;
/** Names that the node reads: as a key they say nothing, even if one of them is the password. */
const KEYS =
	/^(transactionId|sessionId|clientId|daysUntilPasswordExpires|code|message|templates|listSmsCodes|callCenter(Id)?|service(Id)?|next|id|name|description|smsCode)$/;

/**
 * Takes secrets out of what a server says, which may repeat what it was sent. A secret is replaced if it's written as
 * it is. A text that holds it escaped (JSON, URL, form, HTML), in base64, or cut is withheld as a whole.
 */
export class Redactor {
	private readonly secrets: string[];
	/** Made for the first text: most responses have none, and there is one for each message. */
	private patterns: Patterns | undefined;

	constructor(values: unknown[]) {
		const texts = values.filter((value): value is string => typeof value === 'string' && value !== '');
		this.secrets = [...new Set(texts)].sort((one, other) => other.length - one.length);
	}

	text(text: string): string {
		this.patterns ??= toPatterns(this.secrets);
		const { hint, written, otherForms } = this.patterns;
		if (!hint.test(text)) return text;
		let parts = [text];
		for (const pattern of written) parts = parts.flatMap((part) => part.split(pattern));
		return parts.some((part) => hidesSecret(part, otherForms)) ? HIDDEN : parts.join(HIDDEN);
	}

	/** Every text of a JSON value, keys too, and a number that is a secret and not only a count. */
	value(value: unknown, depth = 0): unknown {
		if (typeof value === 'string') return this.text(value);
		if (typeof value === 'number') return value >= 1e7 && this.secrets.includes(String(value)) ? HIDDEN : value;
		if (typeof value !== 'object' || value === null) return value;
		if (depth === MAX_DEPTH) return HIDDEN;
		if (Array.isArray(value)) return value.map((each) => this.value(each, depth + 1));
		const redacted = (key: string) => (KEYS.test(key) ? key : this.text(key));
		return Object.fromEntries(Object.entries(value).map(([key, each]) => [redacted(key), this.value(each, depth + 1)]));
	}
}

interface Patterns {
	/** Isn't in a text that holds no secret and no escapes: a list has thousands of them. */
	hint: RegExp;
	written: RegExp[];
	otherForms: RegExp[];
}

function toPatterns(secrets: string[]): Patterns {
	const base64 = secrets.flatMap(base64Heads).map((head) => head.replace(/[+/]/g, '.'));
	const otherForms = secrets.map((secret) => toPattern(secret, [secret, decodeFully(secret)], cutForms));
	if (base64.length > 0) otherForms.push(new RegExp(base64.join('|')));
	const heads = secrets.map((secret) => literal([...secret].slice(0, CUT_HEAD).join('')));
	const hint = new RegExp([...heads, ...base64.map((head) => head.slice(0, 6)), String.raw`[\\%&]`].join('|'), 'iu');
	return { hint, written: secrets.map((secret) => toPattern(secret, [secret])), otherForms };
}

function hidesSecret(text: string, otherForms: RegExp[]): boolean {
	for (let layer = text, depth = 0; depth < MAX_LAYERS; depth++) {
		if (otherForms.some((pattern) => pattern.test(layer))) return true;
		const next = decode(layer);
		if (next === layer) return false;
		layer = next;
	}
	return true;
}

/** @param more further patterns of a long secret */
function toPattern(secret: string, forms: string[], more: (form: string) => string[] = () => []): RegExp {
	const patterns = () => forms.flatMap((form) => [literal(form), ...more(form)]);
	if ([...secret].length >= LONG) return new RegExp(patterns().join('|'), 'iu');
	const word = String.raw`[\p{L}\p{N}_]`;
	return new RegExp(`(?<!${word})(?:${forms.map(literal).join('|')})(?!${word})`, 'u');
}

/** A form writes a space as `+`. */
const literal = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&').replaceAll(' ', '[ +]');

/** What a cut leaves of an emoji may stand before it. */
const ELLIPSIS = String.raw`[\ud800-\udfff\ufffd]?(?:…|\.{3}|\*{3})`;

/** Letters alone may be a word with which the secret begins, unless the text ends there or has an ellipsis. */
function cutForms(secret: string): string[] {
	const characters = [...secret];
	const head = (length: number) => literal(characters.slice(0, length).join(''));
	const orLonger = (length: number) =>
		head(length) + characters.slice(length).reduceRight((rest, next) => `(?:${literal(next)}${rest})?`, '');
	const other = characters.findIndex((character) => !/\p{L}/u.test(character));
	const telling = other < 0 ? characters.length : Math.max(LONG, other + 1);
	return [head(telling), `${orLonger(LONG)}$`, orLonger(CUT_HEAD) + ELLIPSIS];
}

/** Base64 depends on how many bytes stand before, such as a name. Fewer than 6 are too few characters to tell. */
function base64Heads(secret: string): string[] {
	const bytes = Buffer.from(secret);
	return [0, 1, 2].flatMap((before) => {
		const encoded = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
		// Without the characters that its neighbors have a part in.
		const own = encoded.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6));
		return bytes.length < 6 ? [] : [own.slice(0, 12)];
	});
}

const ESCAPE =
	/\\u([\da-f]{4})|\\([bfnrt"'\\/])|((?:%[\da-f]{2})+)|&(?:#(\d{1,7})|#x([\da-f]{1,6})|(amp|lt|gt|quot|apos|nbsp|hellip));/gi;
const NAMED: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0', hellip: '…' };

/** Undoes one layer of escapes: of JSON, of a URL or a form, of HTML or XML. */
const decode = (text: string): string =>
	text.replace(ESCAPE, (_, ...[unit, escaped, bytes, decimal, hex, name = '']: string[]) => {
		if (unit) return String.fromCharCode(parseInt(unit, 16));
		if (escaped) return '\b\f\n\r\t'['bfnrt'.indexOf(escaped.toLowerCase())] ?? escaped;
		if (bytes) return Buffer.from(bytes.replaceAll('%', ''), 'hex').toString();
		const point = decimal ? Number(decimal) : parseInt(hex ?? '', 16);
		return point <= 0x10ffff ? String.fromCodePoint(point) : (NAMED[name.toLowerCase()] ?? '\ufffd');
	});

/** What looks like an escape in a secret itself is decoded with the rest. */
const decodeFully = (secret: string): string => Array.from({ length: MAX_LAYERS }).reduce<string>(decode, secret);

/**
 * Takes the secrets of a credential out of a response, before anything reads it. The session that a login returns is
 * one too, and stays only where it's promised.
 */
export function redactResponse(
	response: IN8nHttpFullResponse,
	{ password, accessToken, sessionId }: Pick<LiveVoxCredential, 'password' | 'accessToken' | 'sessionId'>,
): IN8nHttpFullResponse {
	const promised = isRecord(response.body) ? response.body.sessionId : undefined;
	const body = new Redactor([password, accessToken, sessionId, promised]).value(response.body);
	if (isRecord(body) && typeof promised === 'string') {
		body.sessionId = new Redactor([password, accessToken]).text(promised);
	}
	return { ...response, body: body as IN8nHttpFullResponse['body'] };
}
