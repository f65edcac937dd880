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
/** Escaped texts may be escaped again, this often; what still is escaped then is withheld. */
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
	private readonly needles: Array<{ written: RegExp; decoded: RegExp; base64: string[] }>;

	constructor(values: unknown[]) {
		const texts = values.filter((value): value is string => typeof value === 'string' && value !== '');
		this.secrets = [...new Set(texts)].sort((one, other) => other.length - one.length);
		this.needles = this.secrets.map(toNeedle);
	}

	text(text: string): string {
		let parts = [text];
		for (const { written } of this.needles) parts = parts.flatMap((part) => part.split(written));
		return parts.some((part) => this.hidesSecret(part)) ? HIDDEN : parts.join(HIDDEN);
	}

	/** Every text of a JSON value, keys too, and a number that is a secret and not only a count. */
	value(value: unknown, depth = 0): unknown {
		if (typeof value === 'string') return this.text(value);
		if (typeof value === 'number') return value >= 1e7 && this.secrets.includes(String(value)) ? HIDDEN : value;
		if (typeof value !== 'object' || value === null) return value;
		if (depth === MAX_DEPTH) return HIDDEN;
		if (Array.isArray(value)) return value.map((each) => this.value(each, depth + 1));
		const entries = Object.entries(value);
		return Object.fromEntries(
			entries.map(([key, each]) => [KEYS.test(key) ? key : this.text(key), this.value(each, depth + 1)]),
		);
	}

	private hidesSecret(text: string): boolean {
		for (let layer = text, depth = 0; depth < MAX_LAYERS; depth++) {
			const plain = layer.replaceAll('+', ' ');
			const base64 = layer.replaceAll('-', '+').replaceAll('_', '/');
			const holds = (needle: (typeof this.needles)[number]) =>
				needle.decoded.test(plain) || needle.base64.some((head) => base64.includes(head));
			if (this.needles.some(holds)) return true;
			const next = decode(layer);
			if (next === layer) return false;
			layer = next;
		}
		return true;
	}
}

function toNeedle(secret: string) {
	const isLong = [...secret].length >= LONG;
	const flags = isLong ? 'iu' : 'u';
	const whole = (text: string) => (isLong ? literal(text) : `(?<![\\p{L}\\p{N}_])${literal(text)}(?![\\p{L}\\p{N}_])`);
	// What looks like an escape in the secret itself is decoded with the rest.
	const decoded = Array.from({ length: MAX_LAYERS }).reduce<string>(decode, secret);
	const forms = [secret, decoded].map((form) => form.replaceAll('+', ' '));
	const patterns = forms.flatMap((form) => (isLong ? [whole(form), ...cutForms([...form])] : [whole(form)]));
	return {
		written: new RegExp(whole(secret), flags),
		decoded: new RegExp(patterns.join('|'), flags),
		base64: base64Heads(Buffer.from(secret)),
	};
}

const literal = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');

/** What a cut leaves of an emoji may stand before it. */
const ELLIPSIS = String.raw`[\ud800-\udfff\ufffd]?(?:…|\.{3}|\*{3})`;

/** Letters alone may be an ordinary word with which the secret begins, unless the text ends there or has an ellipsis. */
function cutForms(characters: string[]): string[] {
	const head = (length: number) => literal(characters.slice(0, length).join(''));
	const longer = (from: number) =>
		head(from) + characters.slice(from).reduceRight((rest, next) => `(?:${literal(next)}${rest})?`, '');
	const other = characters.findIndex((character) => !/\p{L}/u.test(character));
	const telling = other < 0 ? characters.length : Math.max(LONG, other + 1);
	return [head(telling), `${longer(LONG)}$`, longer(CUT_HEAD) + ELLIPSIS];
}

/** The beginning, by how many bytes stand before it, such as a name; without characters that these have a part in. */
function base64Heads(bytes: Buffer): string[] {
	if (bytes.length < 6) return [];
	return [0, 1, 2].map((before) => {
		const encoded = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
		const own = encoded.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6));
		return own.slice(0, 12);
	});
}

const ESCAPE =
	/\\u([\da-f]{4})|\\([bfnrt"'\\/])|((?:%[\da-f]{2})+)|&(?:#(\d{1,7})|#x([\da-f]{1,6})|(amp|lt|gt|quot|apos|nbsp|hellip));/gi;
const NAMED: Record<string, string> = {
	...{ b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' },
	...{ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0', hellip: '…' },
};

/** Undoes one layer of escapes: of JSON, of a URL or a form, of HTML or XML. */
const decode = (text: string): string =>
	text.replace(
		ESCAPE,
		(_, unit?: string, escaped?: string, bytes?: string, decimal?: string, hex?: string, name = '') => {
			if (unit) return String.fromCharCode(parseInt(unit, 16));
			if (escaped) return NAMED[escaped.toLowerCase()] ?? escaped;
			if (bytes) return Buffer.from(bytes.replaceAll('%', ''), 'hex').toString();
			const point = decimal ? Number(decimal) : parseInt(hex ?? '', 16);
			return point <= 0x10ffff ? String.fromCodePoint(point) : (NAMED[name.toLowerCase()] ?? '\ufffd');
		},
	);

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
