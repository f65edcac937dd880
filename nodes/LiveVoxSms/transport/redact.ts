import type { IN8nHttpFullResponse } from 'n8n-workflow';

import type { LiveVoxCredential } from './credential';
import { isRecord } from './reply';
import { formsOf, type Needle } from './secretForms';

const HIDDEN = '***';

const MOST_KEYS = 100;

/** JSON deeper than this says nothing to the node. */
const DEEPEST = 50;

/** Names that the node reads, which may be a password too: as a key they give nothing away. */
const KEYS = new Set([
	...['transactionId', 'sessionId', 'clientId', 'daysUntilPasswordExpires', 'code', 'message'],
	...['templates', 'listSmsCodes', 'callCenter', 'callCenterId', 'service', 'serviceId', 'next'],
	...['id', 'name', 'description', 'smsCode'],
]);

type Secrets = Pick<LiveVoxCredential, 'password' | 'accessToken' | 'sessionId'>;

/**
 * Takes secrets out of texts, for a server may repeat what it was sent. They are found as they are and in any
 * case, as JSON, URL, form, HTML and base64 write them, and cut; one shorter than 8 characters only as a
 * word of its own. Made once for an answer, which may have thousands of texts.
 */
export class Redactor {
	private readonly secrets: string[];
	/** Digits of a number that can be a secret and not just a count. */
	private readonly numbers: Set<string>;
	private readonly keys = new Map<string, string>();
	private forms: { needles: Needle[]; heads: RegExp } | undefined;

	constructor(secrets: unknown[]) {
		const texts = secrets.filter((secret) => typeof secret === 'string' && secret !== '');
		this.secrets = [...new Set(texts as string[])];
		this.numbers = new Set(this.secrets.filter((secret) => /^\d{8,15}$/.test(secret)));
	}

	text(text: string): string {
		if (text === '' || this.secrets.length === 0) return text;
		this.forms ??= prepare(this.secrets);
		const { needles, heads } = this.forms;
		let redacted = '';
		let from = 0;
		heads.lastIndex = 0;
		for (let hit = heads.exec(text); hit; hit = heads.exec(text)) {
			const start = hit.index;
			const end = Math.max(...needles.map((needle) => endOf(needle, text, start)));
			heads.lastIndex = Math.max(end, start + 1);
			if (end === 0) continue;
			redacted += text.slice(from, start) + HIDDEN;
			from = end;
		}
		return from === 0 ? text : redacted + text.slice(from);
	}

	/** Every text of a JSON value, keys too. What holds no secret is left as it is, not copied. */
	value(value: unknown, depth = 0): unknown {
		if (typeof value === 'string') return this.text(value);
		if (typeof value === 'number') return this.numbers.has(String(value)) ? HIDDEN : value;
		if (typeof value !== 'object' || value === null) return value;
		if (depth === DEEPEST) return HIDDEN;
		if (Array.isArray(value)) {
			const list = value.map((each) => this.value(each, depth + 1));
			return list.some((each, index) => each !== value[index]) ? list : value;
		}
		return this.object(value as Record<string, unknown>, depth);
	}

	private object(value: Record<string, unknown>, depth: number): Record<string, unknown> {
		let isSame = true;
		const names = Object.keys(value);
		const entries = names.map((name): [string, unknown] => {
			const key = this.key(name);
			const after = this.value(value[name], depth + 1);
			isSame &&= key === name && after === value[name];
			return [key, after];
		});
		return isSame ? value : Object.fromEntries(entries);
	}

	/** The rows of a list have the same keys. */
	private key(name: string): string {
		const key = this.keys.get(name) ?? (KEYS.has(name) ? name : this.text(name));
		if (this.keys.size < MOST_KEYS) this.keys.set(name, key);
		return key;
	}
}

/** @returns how to find secrets, and where in a text one may begin */
function prepare(secrets: string[]): { needles: Needle[]; heads: RegExp } {
	const needles = secrets.flatMap(formsOf);
	const heads = needles.map(({ head, unitAt }) => [...Array(head).keys()].map(unitAt).join(''));
	return { needles, heads: new RegExp(heads.join('|'), 'g') };
}

/** Where a secret ends that begins there; 0 where none does. */
function endOf(needle: Needle, text: string, start: number): number {
	const { whole, length, head, tells, tail } = needle;
	const [count, end] = text.startsWith(whole, start)
		? [length, start + whole.length]
		: follow(needle, text, start);
	if (count < head || !tells(text, start, end, count)) return 0;
	if (!tail) return end;
	tail.lastIndex = end;
	return tail.test(text) ? tail.lastIndex : end;
}

/** @returns how many of its characters stand there, in whatever form, and where they end */
function follow(
	{ length, unitAt, patterns }: Needle,
	text: string,
	start: number,
): [count: number, end: number] {
	let end = start;
	for (let count = 0; count < length; count++) {
		const pattern = (patterns[count] ??= new RegExp(unitAt(count), 'y'));
		pattern.lastIndex = end;
		if (!pattern.test(text)) return [count, end];
		end = pattern.lastIndex;
	}
	return [length, end];
}

/** Takes the secrets of a credential out of all that an answer says, before anything reads it. */
export function redactAnswer(
	answer: IN8nHttpFullResponse,
	{ password, accessToken, sessionId }: Secrets,
): IN8nHttpFullResponse {
	const body = new Redactor([password, accessToken, sessionId]).value(answer.body);
	return { ...answer, body: body as IN8nHttpFullResponse['body'] };
}

/** The same for the answer to a login, which gives a session of its own: that one stays where it is promised. */
export function redactLoginAnswer(
	answer: IN8nHttpFullResponse,
	credential: Secrets,
): IN8nHttpFullResponse {
	const { body } = answer;
	if (!isRecord(body) || typeof body.sessionId !== 'string')
		return redactAnswer(answer, credential);
	const { password, accessToken, sessionId } = credential;
	const promised = new Redactor([password, accessToken]).text(body.sessionId);
	const all = new Redactor([password, accessToken, sessionId, body.sessionId]);
	const rest = all.value(body) as Record<string, unknown>;
	return { ...answer, body: { ...rest, sessionId: promised } as IN8nHttpFullResponse['body'] };
}
