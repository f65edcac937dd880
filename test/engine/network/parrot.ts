/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { createServer, request as ask } from 'node:http';
import { text } from 'node:stream/consumers';

import { ENCODINGS } from '../../secret-encodings';
import { listen } from './listen';

export interface Parrot {
	url: string;
	/** From now on it answers with this status in the place of LiveVox's; absent: with LiveVox's own. */
	answerWith: (status?: number) => void;
	close: () => Promise<void>;
}

/** A secret in each of its encodings. */
const inAllWays = (secret: string) =>
	Object.values(ENCODINGS)
		.map((encode) => encode(secret))
		.join(' ');

/**
 * Starts a server before a LiveVox that passes on each request, and repeats the secrets that it has seen in every
 * text, every key and every number of the answer.
 *
 * @param known what it knows beforehand, such as a password
 */
export async function startParrot(livevox: string, known: () => string[]): Promise<Parrot> {
	let status: number | undefined;
	const server = createServer((request, response) => {
		const { url = '', method, headers } = request;
		const passedOn = ask(`${livevox}${url}`, { method, headers }, async (answer) => {
			const body = await text(answer);
			const seen = [headers['lv-session'], headers['lv-access'], ...known()];
			const said = repeat(body, seen.filter((secret) => typeof secret === 'string' && secret !== '') as string[]);
			response.writeHead(status ?? answer.statusCode ?? 0, { 'content-type': said.type });
			response.end(said.body);
		});
		request.pipe(passedOn);
	});
	const { port, close } = await listen(server);
	return { url: `http://127.0.0.1:${port}`, answerWith: (next) => (status = next), close };
}

function repeat(body: string, secrets: string[]): { type: string; body: string } {
	const json = parsed(body);
	if (json === undefined) return { type: 'text/html', body: `<p>${secrets.map(inAllWays).join()}</p>` };
	// A login's own session is what it promises.
	const { sessionId, ...rest } = json as { sessionId?: string };
	const all = typeof sessionId === 'string' ? [...secrets, sessionId] : secrets;
	const planted = plant({ code: '', message: '', ...rest }, all.map(inAllWays).join(' '));
	return {
		type: 'application/json',
		body: JSON.stringify({ ...(planted as object), ...(sessionId && { sessionId }) }),
	};
}

function parsed(body: string): unknown {
	try {
		return JSON.parse(body) as unknown;
	} catch {
		return undefined;
	}
}

/** What an id is has to stay one, with more behind it. */
function plant(value: unknown, secrets: string): unknown {
	if (Array.isArray(value)) return value.map((each) => plant(each, secrets));
	if (typeof value === 'object' && value !== null) {
		const entries = Object.entries(value).map(([key, each]) => [key, plant(each, secrets)]);
		return { ...Object.fromEntries(entries), [secrets]: secrets };
	}
	return typeof value === 'boolean' ? value : `${String(value)} ${secrets}`;
}
