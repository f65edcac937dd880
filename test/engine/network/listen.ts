/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { once } from 'node:events';
import type { AddressInfo, Server, Socket } from 'node:net';

/** A server on a port of this machine. Whoever starts it closes it. */
export interface Listening {
	port: number;
	/** Closes the server and every connection. */
	close: () => Promise<void>;
}

/** @param port absent: any free one */
export async function listen(server: Server, port = 0): Promise<Listening> {
	const sockets = new Set<Socket>();
	server.on('connection', (socket: Socket) => {
		sockets.add(socket);
		socket.on('error', () => undefined).once('close', () => sockets.delete(socket));
	});
	await once(server.listen(port, '127.0.0.1'), 'listening');
	return {
		port: (server.address() as AddressInfo).port,
		async close() {
			for (const socket of sockets) socket.destroy();
			server.close();
			await once(server, 'close');
		},
	};
}
