/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { setTimeout as sleep } from 'node:timers/promises';

import type { Owner } from '../../n8n/owner';

const PACKAGE = 'n8n-nodes-livevox';
const PATH = '/community-packages';
const PATIENCE_MS = 10_000;
const LOOK_EVERY_MS = 100;

/** A package in n8n's list of those that are installed. */
export interface InstalledPackage {
	packageName: string;
	installedVersion: string;
	installedNodes: Array<{ name: string; type: string; latestVersion: number }>;
	/** The version to which n8n offers to update. */
	updateAvailable?: string;
	/** n8n knows it from its database, and does not find it on this machine. */
	failedLoading?: boolean;
}

/** n8n's screen Settings > Community Nodes: the calls that it makes for this package. */
export class CommunityNodes {
	constructor(private readonly owner: Owner) {}

	async list(): Promise<InstalledPackage[]> {
		return await this.owner.get(PATH);
	}

	async install(): Promise<InstalledPackage> {
		return await this.owner.post(PATH, { name: PACKAGE });
	}

	async update(): Promise<InstalledPackage> {
		return await this.owner.patch(PATH, { name: PACKAGE });
	}

	async uninstall(): Promise<void> {
		await this.owner.delete(`${PATH}?name=${PACKAGE}`);
	}

	/**
	 * The names of the node types and credential types of this package, once n8n has as many. It writes the files
	 * from which its editor has them a moment after it has answered.
	 */
	async types(count: number): Promise<string[]> {
		const late = Date.now() + PATIENCE_MS;
		while (Date.now() < late) {
			const names = await this.typesNow().catch(() => undefined);
			if (names?.length === count) return names;
			await sleep(LOOK_EVERY_MS);
		}
		return await this.typesNow();
	}

	private async typesNow(): Promise<string[]> {
		const nodes = await this.owner.types<{ name: string }>('nodes');
		const credentials = await this.owner.types<{ name: string }>('credentials');
		return [
			...credentials.filter(({ name }) => /livevox/i.test(name)),
			...nodes.filter(({ name }) => name.startsWith(PACKAGE)),
		].map(({ name }) => name);
	}
}
