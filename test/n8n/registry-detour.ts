/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { join } from 'node:path';
import { pipeline } from 'node:stream';
import { promisify } from 'node:util';

export interface Detour {
	/** Of a proxy for HTTPS. */
	url: string;
	close: () => Promise<void>;
}

/** Starts a proxy that leads all connections to one port of this machine, whatever host they are for. */
export async function startDetour(port: number): Promise<Detour> {
	const server = createServer();
	server.on('connect', (_, socket: Socket) => {
		const target = connect(port, '127.0.0.1', () => {
			socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
		});
		pipeline(socket, target, socket, () => undefined);
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port: own } = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${own}`,
		async close() {
			server.close();
			await once(server, 'close');
		},
	};
}

/** The host from which npm has packages, where nothing is configured: n8n's default too. */
export async function defaultRegistry(folder: string): Promise<string> {
	const none = (name: string) => `--${name}=${join(folder, `no-${name}`)}`;
	const options = [none('userconfig'), none('globalconfig')];
	const { PATH } = process.env;
	const { stdout } = await promisify(execFile)('npm', ['config', 'get', 'registry', ...options], {
		cwd: folder,
		env: { PATH },
	});
	return new URL(stdout.trim()).hostname;
}
