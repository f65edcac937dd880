/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import { quietPort } from '../port';
import type { Programs } from './programs';
import { Service, type Recipe } from './service';

/** A Redis on the loopback interface, with Debian's defaults: it saves when it is asked to end, and seldom before. */
export class Redis {
	private constructor(
		readonly service: Service,
		readonly port: number,
	) {}

	static async start({ redis }: Programs, root: string): Promise<Redis> {
		const port = await quietPort();
		const recipe: Recipe = {
			name: 'redis',
			command: redis,
			args: (folder) => ['--bind', '127.0.0.1', '--port', String(port), '--dir', folder],
			ready: 'Ready to accept connections',
		};
		const service = await Service.start(recipe, root);
		return new Redis(service, port);
	}

	/** Writes to its file what it would come back with after a loss of power. */
	async save(): Promise<void> {
		await promisify(execFile)('redis-cli', ['-p', String(this.port), 'save']);
	}
}
