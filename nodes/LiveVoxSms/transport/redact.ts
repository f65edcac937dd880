import type { IN8nHttpFullResponse } from 'n8n-workflow';

import type { LiveVoxCredential } from './credential';
import { isRecord } from './endpoints';

const HIDDEN = '***';
/** JSON that is deeper, and a text that is escaped more often, say nothing to the node. */
const [MAX_DEPTH, MAX_LAYERS] = [50, 8];
/** From this length on a secret is found inside words, in any case, and cut; a shorter one might be part of a word. */
const LONG = 8;
/** So many characters of a long secret before an ellipsis are a secret that was cut, perhaps inside an emoji. */
const CUT_HEAD = 4;
const ELLIPSIS = /^\ufffd?(?:…|\.{3}|\*{3})/;
/** Names that the node reads: as a key they say nothing, even if one of them is the password. */
const KEYS =
	/^(transactionId|sessionId|clientId|daysUntilPasswordExpires|code|message|templates|listSmsCodes|callCenter(Id)?|service(Id)?|next|id|name|description|smsCode)$/;

/** Takes secrets out of what a server says: replaces plain ones, and withholds a text with an escaped or a cut one. */
export class Redactor {
	/** What a secret may look like once a text has no more escapes; the longest first. */
	private readonly forms: string[];
	private base64: string[] | undefined;

	constructor(values: unknown[]) {
		const secrets = values.filter((value): value is string => typeof value === 'string' && value !== '');
		// A form writes a space as `+`. What looks like an escape in a secret itself is undone with the rest.
		const forms = secrets.flatMap((secret) => [secret, secret.replaceAll(' ', '+'), layersOf(secret).at(-1)!]);
		this.forms = [...new Set(forms)].sort((one, other) => other.length - one.length);
	}

	text(text: string): string {
		if (!this.isIn(text)) return text;
		let parts = [text];
		for (const form of this.forms) parts = parts.flatMap((part) => part.split(toPattern(form)));
		return parts.length === 1 || parts.some((part) => this.isIn(part)) ? HIDDEN : parts.join(HIDDEN);
	}

	/** Every text of a JSON value, keys too, and a number that is a secret and not only a count. */
	value(value: unknown, depth = 0): unknown {
		if (typeof value === 'string') return this.text(value);
		if (typeof value === 'number') return value >= 1e7 && this.forms.includes(String(value)) ? HIDDEN : value;
		if (typeof value !== 'object' || value === null) return value;
		if (depth === MAX_DEPTH) return HIDDEN;
		if (Array.isArray(value)) return value.map((each) => this.value(each, depth + 1));
		const redacted = (key: string) => (KEYS.test(key) ? key : this.text(key));
		return Object.fromEntries(Object.entries(value).map(([key, each]) => [redacted(key), this.value(each, depth + 1)]));
	}

	private isIn(text: string): boolean {
		const layers = layersOf(text);
		if (layers.length > MAX_LAYERS) return true;
		const base64 = (this.base64 ??= [...new Set(this.forms.flatMap(toBase64Heads))]);
		return layers.some(
			(layer) => base64.some((head) => layer.includes(head)) || this.forms.some((form) => holds(layer, form)),
		);
	}
}

function toPattern(form: string): RegExp {
	const literal = form.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
	if (form.length >= LONG) return new RegExp(literal, 'iu');
	return new RegExp(String.raw`(?<![\p{L}\p{N}_])${literal}(?![\p{L}\p{N}_])`, 'u');
}

/** Whether the text has the secret, or so much of the beginning of a long one that it was cut. */
function holds(text: string, secret: string): boolean {
	if (secret.length < LONG) return text.includes(secret) && toPattern(secret).test(text);
	const [within, sought] = [text.toUpperCase(), secret.toUpperCase()];
	const head = sought.slice(0, CUT_HEAD);
	for (let start = within.indexOf(head); start >= 0; start = within.indexOf(head, start + 1)) {
		let length = CUT_HEAD;
		while (start + length < within.length && within[start + length] === sought[length]) length++;
		const rest = within.slice(start + length);
		// Letters alone may be a word with which the secret begins.
		const isTelling = rest === '' || length === sought.length || /\P{L}/u.test(sought.slice(0, length));
		if ((length >= LONG && isTelling) || ELLIPSIS.test(rest)) return true;
	}
	return false;
}

/** Base64 depends on how many bytes stand before, such as a name: 7 characters that no other byte has a part in. */
function toBase64Heads(secret: string): string[] {
	if (Buffer.byteLength(secret) < 6) return [];
	const encode = (text: string) => Buffer.from(text).toString('base64');
	const heads = [encode(secret).slice(0, 7), encode(`.${secret}`).slice(2, 9), encode(`..${secret}`).slice(3, 10)];
	return heads.flatMap((head) => [head, head.replaceAll('+', '-').replaceAll('/', '_')]);
}

const ESCAPE =
	/\\u([\da-f]{4})|&#x([\da-f]{1,6});|&#(\d{1,7});|((?:%[\da-f]{2})+)|\\([bfnrt"'\\/])|&(amp|lt|gt|quot|apos|nbsp|hellip);/gi;
const NAMES: Record<string, string> = {
	...{ b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' },
	...{ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0', hellip: '…' },
};

/** The text, and what it becomes each time a layer of escapes is undone: of JSON, of a URL or a form, of HTML or XML. */
function layersOf(text: string): string[] {
	const layers = [text];
	for (let next = decode(text); next !== layers.at(-1) && layers.length <= MAX_LAYERS; next = decode(next)) {
		layers.push(next);
	}
	return layers;
}

const decode = (text: string): string =>
	text.replace(ESCAPE, (_, ...[unit, hex, decimal, bytes, escaped, entity]: string[]) => {
		if (bytes) return Buffer.from(bytes.replaceAll('%', ''), 'hex').toString();
		const name = escaped ?? entity;
		if (name) return NAMES[name.toLowerCase()] ?? name;
		const point = decimal ? Number(decimal) : parseInt(unit ?? hex ?? '', 16);
		return point <= 0x10ffff ? String.fromCodePoint(point) : '\ufffd';
	});

/** Takes the secrets of a credential out of a response. The session that a login returns stays where it's promised. */
export function redactResponse(response: IN8nHttpFullResponse, credential: LiveVoxCredential): IN8nHttpFullResponse {
	const { password, accessToken, sessionId } = credential;
	const promised = isRecord(response.body) ? response.body.sessionId : undefined;
	const body = new Redactor([password, accessToken, sessionId, promised]).value(response.body);
	if (isRecord(body) && typeof promised === 'string') {
		body.sessionId = new Redactor([password, accessToken]).text(promised);
	}
	return { ...response, body: body as IN8nHttpFullResponse['body'] };
}
