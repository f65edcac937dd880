/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { createServer, request as ask, STATUS_CODES } from 'node:http';
import { connect, type Socket } from 'node:net';
import { pipeline } from 'node:stream';

import { listen } from './listen';

export interface Proxy {
	url: string;
	/** What it was asked for, such as `POST http://127.0.0.1:1234/sms/` and `CONNECT localhost:1234`. */
	asked: string[];
	/** All that was said to it, except what goes through a tunnel. */
	received: string[];
	/** It answers everyone with this status, and passes nothing on. */
	reject: (status: number) => void;
	close: () => Promise<void>;
}

/** Starts a proxy for HTTP, and for HTTPS through tunnels. */
export async function startProxy(): Promise<Proxy> {
	const asked: string[] = [];
	const received: string[] = [];
	let rejection: number | undefined;
	const server = createServer((request, response) => {
		const { url = '', method, headers } = request;
		asked.push(`${method} ${url}`);
		received.push(JSON.stringify(headers));
		if (rejection) return void response.writeHead(rejection).end();
		const passedOn = ask(url, { method, headers }, (answer) => {
			response.writeHead(answer.statusCode ?? 0, answer.headers);
			answer.pipe(response);
		});
		request.pipe(passedOn);
	});
	server.on('connect', ({ url = '', headers }, socket: Socket) => {
		asked.push(`CONNECT ${url}`);
		received.push(JSON.stringify(headers));
		if (rejection) {
			socket.on('data', (bytes) => received.push(bytes.toString('latin1')));
			return void socket.end(`HTTP/1.1 ${rejection} ${STATUS_CODES[rejection]}\r\n\r\n`);
		}
		const { hostname, port } = new URL(`http://${url}`);
		const target = connect(Number(port), hostname, () => {
			socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
		});
		pipeline(socket, target, socket, () => undefined);
	});
	const { port, close } = await listen(server);
	return {
		url: `http://127.0.0.1:${port}`,
		asked,
		received,
		reject: (status) => (rejection = status),
		close,
	};
}

const VARIABLES = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'NO_PROXY'] as const;

/** Sets up the environment that n8n finds its proxies in; what is not given is not there. */
export function setProxies(urls: Partial<Record<(typeof VARIABLES)[number], string>>): void {
	for (const name of VARIABLES) {
		delete process.env[name.toLowerCase()];
		delete process.env[name];
		if (urls[name] !== undefined) process.env[name] = urls[name];
	}
}
