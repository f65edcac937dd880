/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

// Below 32768, where Linux begins to take ports for outgoing connections: n8n opens one for each message, and
// under load one of them would be faster than the server that a port is meant for.
const FROM = 16_384;
const TO = 32_768;

const given = new Set<number>();

/** A port on the loopback interface that nothing listens on, that no outgoing connection takes, and that was not given before. */
export async function quietPort(): Promise<number> {
	const port = randomInt(FROM, TO);
	if (given.has(port)) return await quietPort();
	given.add(port);
	const server = createServer().listen(port, '127.0.0.1');
	try {
		await once(server, 'listening');
	} catch {
		return await quietPort();
	}
	server.close();
	await once(server, 'close');
	return port;
}
