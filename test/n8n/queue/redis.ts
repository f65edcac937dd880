/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import { quietPort } from './port';
import type { Programs } from './programs';
import { Service } from './service';

/** A Redis on the loopback interface, with Debian's defaults: it saves when it is asked to end, and seldom before. */
export class Redis {
	private constructor(
		readonly service: Service,
		readonly port: number,
	) {}

	static async start({ redis }: Programs): Promise<Redis> {
		const port = await quietPort();
		const service = await Service.start({
			name: 'redis',
			command: redis,
			args: (folder) => ['--bind', '127.0.0.1', '--port', String(port), '--dir', folder],
			ready: 'Ready to accept connections',
		});
		return new Redis(service, port);
	}

	/** Writes to its file what it would come back with after a loss of power. */
	async save(): Promise<void> {
		await promisify(execFile)('redis-cli', ['-p', String(this.port), 'save']);
	}

	async remove(): Promise<void> {
		await this.service.remove();
	}
}
