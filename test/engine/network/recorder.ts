/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { createServer } from 'node:net';

import { listen, type Listening } from './listen';

export interface Recorder extends Listening {
	/** The number of connections to it. */
	connections: () => number;
	/** All that was ever sent to it. */
	received: () => string;
}

/** Starts a server that listens to everyone, and takes down what it hears. */
export async function startRecorder(answer = 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'): Promise<Recorder> {
	let connections = 0;
	const received: Buffer[] = [];
	const server = createServer((socket) => {
		connections++;
		socket.on('data', (bytes) => {
			received.push(bytes);
			socket.end(answer);
		});
	});
	return {
		...(await listen(server)),
		connections: () => connections,
		received: () => Buffer.concat(received).toString('latin1'),
	};
}
