/* eslint-disable @n8n/community-nodes/require-node-api-error */
import type { N8nVersion } from '../install';
import { Owner } from '../owner';
import { packCheckout } from '../tarball';
import { quietPort } from './port';
import { N8nProcess } from './process';

/** An n8n in regular mode, one process that does all, which can be killed and started again on the same database. */
export class RegularN8n {
	private constructor(
		readonly main: N8nProcess,
		readonly url: string,
		readonly owner: Owner,
		private readonly removeTarball: () => Promise<void>,
	) {}

	/**
	 * @returns when it is ready, with an owner
	 * @throws Error with its log, if it ends instead
	 */
	static async start(version: N8nVersion): Promise<RegularN8n> {
		const tarball = await packCheckout();
		const port = await quietPort();
		const url = `http://127.0.0.1:${port}`;
		const main = new N8nProcess({
			version,
			packageFolder: tarball.folder,
			command: ['start'],
			ready: 'Editor is now accessible via',
			port,
			env: {},
		});
		try {
			await main.start();
			return new RegularN8n(main, url, await Owner.setUp(url), tarball.remove);
		} catch (error) {
			await main.remove();
			await tarball.remove();
			throw error;
		}
	}

	/** Ends it and leaves nothing behind. */
	async remove(): Promise<void> {
		await this.main.remove();
		await this.removeTarball();
	}
}
