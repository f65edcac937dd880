/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { connect } from 'node:net';

/** What a client sees on the wire: all that came, and how the connection ended. */
export interface RawAnswer {
	text: string;
	ended: 'closed' | 'reset';
}

/**
 * Sends a request over a socket of its own, for faults that an HTTP client hides.
 *
 * @param url base address
 */
export async function rawGet(url: string, path: string, sessionId: string): Promise<RawAnswer> {
	const { hostname, port, host } = new URL(url);
	const request = `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nLV-Session: ${sessionId}\r\n\r\n`;
	return await new Promise((resolve, reject) => {
		const socket = connect(Number(port), hostname);
		let text = '';
		socket.setEncoding('latin1').on('data', (chunk) => (text += String(chunk)));
		socket.on('end', () => resolve({ text, ended: 'closed' }));
		socket.on('error', (error: Error & { code?: string }) => {
			if (error.code === 'ECONNRESET') resolve({ text, ended: 'reset' });
			else reject(error);
		});
		socket.write(request);
	});
}
