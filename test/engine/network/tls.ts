/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream';
import tls from 'node:tls';

import { makeCertificate } from '../../n8n/certificate';
import { listen, type Listening } from './listen';

export interface Certificate {
	key: string;
	cert: string;
}

/** A certificate for a name of this machine, signed by itself. */
export async function selfSigned(host = 'localhost'): Promise<Certificate> {
	const folder = await mkdtemp(join(tmpdir(), 'livevox-certificate-'));
	try {
		await makeCertificate(folder, [host]);
		const [key, cert] = await Promise.all(
			['key.pem', 'cert.pem'].map(async (file) => await readFile(join(folder, file), 'utf8')),
		);
		return { key: key!, cert: cert! };
	} finally {
		await rm(folder, { recursive: true });
	}
}

/**
 * Makes n8n trust a certificate until the mocks are restored, as `NODE_EXTRA_CA_CERTS` does: Node.js reads that
 * only when it starts.
 */
export function trust({ cert }: Certificate): void {
	const { connect: really } = tls;
	jest
		.spyOn(tls, 'connect')
		.mockImplementation(((options: tls.ConnectionOptions, ...rest: never[]) =>
			really({ ...options, ca: cert }, ...rest)) as typeof tls.connect);
}

/** Starts a server that takes the encryption off each connection and passes it on to a port of this machine. */
export async function startTls(certificate: Certificate, port: number): Promise<Listening> {
	const server = tls.createServer(certificate, (socket) => {
		const target = connect(port, '127.0.0.1');
		pipeline(socket, target, socket, () => undefined);
	});
	return await listen(server);
}

/** A fatal alert of TLS, in plain. */
export const fatalAlert = (alert: number) => Buffer.from([0x15, 3, 3, 0, 2, 2, alert]);

/** Starts a server that answers every ClientHello with a fatal alert. */
export const startAlerting = async (alert: number): Promise<Listening> =>
	await listen(createServer((socket) => socket.once('data', () => socket.end(fatalAlert(alert)))));

/**
 * Starts a server that reads the first request of each connection and then writes bytes past the encryption.
 *
 * @param onRequest told what it read
 */
export async function startBreaking(
	certificate: Certificate,
	version: tls.SecureVersion,
	bytes: Buffer,
	onRequest: (text: string) => void,
): Promise<Listening> {
	const outside = new Map<number | undefined, Socket>();
	const options = { ...certificate, minVersion: version, maxVersion: version };
	const inner = await listen(
		tls.createServer(options, (socket) => {
			socket
				.on('error', () => undefined)
				.once('data', (data) => {
					onRequest(data.toString('latin1'));
					outside.get(socket.remotePort)?.write(bytes);
				});
		}),
	);
	const front = await listen(
		createServer((socket) => {
			const target = connect(inner.port, '127.0.0.1', () => outside.set(target.localPort, socket));
			pipeline(socket, target, socket, () => undefined);
		}),
	);
	const close = async () => void (await Promise.all([front.close(), inner.close()]));
	return { port: front.port, close };
}
