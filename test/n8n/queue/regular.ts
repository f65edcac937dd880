/* eslint-disable @n8n/community-nodes/require-node-api-error */
import type { N8nVersion } from '../install';
import { Owner } from '../owner';
import { quietPort } from '../port';
import { N8nProcess } from './process';
import { makeRoot, type Root } from './root';

/** An n8n in regular mode, one process that does all, which can be killed and started again on the same database. */
export class RegularN8n {
	private constructor(
		private readonly root: Root,
		readonly main: N8nProcess,
		readonly url: string,
		readonly owner: Owner,
	) {}

	/**
	 * @returns when it is ready, with an owner
	 * @throws Error with its log, if it ends instead
	 */
	static async start(version: N8nVersion): Promise<RegularN8n> {
		const root = await makeRoot();
		const port = await quietPort();
		const url = `http://127.0.0.1:${port}`;
		const main = new N8nProcess({
			version,
			root: root.folder,
			packageFolder: root.packageFolder,
			command: ['start'],
			ready: 'Editor is now accessible via',
			port,
			env: {},
		});
		try {
			await main.start();
			return new RegularN8n(root, main, url, await Owner.setUp(url));
		} catch (error) {
			await main.kill();
			await root.remove();
			throw error;
		}
	}

	/** Ends it and leaves nothing behind. */
	async remove(): Promise<void> {
		await this.main.kill();
		await this.root.remove();
	}
}
