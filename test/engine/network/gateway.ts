/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { createServer, request as ask, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';

import { listen } from './listen';

/** How LiveVox's answer is delivered instead, given its body. */
export type Delivery = (response: ServerResponse, body: Buffer) => void;

export interface Gateway {
	url: string;
	/** From now on, answers to this path are delivered so. */
	spoil: (path: string, delivery: Delivery) => void;
	close: () => Promise<void>;
}

/** Starts a server before a LiveVox that passes on each request, and spoils answers on their way back. */
export async function startGateway(livevox: string): Promise<Gateway> {
	const deliveries = new Map<string, Delivery>();
	const server = createServer((request, response) => {
		const { url = '', method, headers } = request;
		const passedOn = ask(`${livevox}${url}`, { method, headers }, async (answer) => {
			const body = await buffer(answer);
			const delivery = deliveries.get(url);
			if (delivery) delivery(response, body);
			else response.writeHead(answer.statusCode ?? 0, answer.headers).end(body);
		});
		request.pipe(passedOn);
	});
	const { port, close } = await listen(server);
	return {
		url: `http://127.0.0.1:${port}`,
		spoil: (path, delivery) => deliveries.set(path, delivery),
		close,
	};
}
