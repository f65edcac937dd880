/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

import { installWithProgress } from './npm';

const STAMP = 'installed-from';

/** A Node.js that is on this machine. */
export interface NodeJs {
	path: string;
	/** Its major version. */
	major: number;
}

export interface Recipe {
	/** What the cache calls it. */
	name: string;
	/** A folder in `versions/`: a package.json with its lockfile; or what a package.json without one says. */
	from: string | { dependencies: Record<string, string>; overrides?: Record<string, string> };
	/** The packages that are compiled on this machine, by their install scripts. No other script is run. */
	compiled: string[];
	/** What it is compiled for. */
	node: NodeJs;
	signal?: AbortSignal | undefined;
}

/**
 * Installs what a lockfile or manifest says into the user's cache, or finds it there. A folder of that name in the
 * cache is always a whole install: what is interrupted leaves nothing, and two at once do each other no harm.
 *
 * @returns the folder that holds node_modules
 */
export async function cachedInstall(recipe: Recipe): Promise<string> {
	const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'n8n-nodes-livevox');
	const folder = join(cache, recipe.name);
	const stamp = await stampOf(recipe);
	if (await holds(folder, stamp)) return folder;

	await mkdir(cache, { recursive: true });
	const temporary = await mkdtemp(`${folder}.installing-`);
	const replaced = `${temporary}.replaced`;
	try {
		if (typeof recipe.from === 'string') await cp(lockFolder(recipe.from), temporary, { recursive: true });
		else await writeFile(join(temporary, 'package.json'), JSON.stringify(recipe.from));
		await installWithProgress(recipe, temporary, `${folder}.log`);
		await writeFile(join(temporary, STAMP), stamp);
		await rename(folder, replaced).catch(() => undefined);
		await rename(temporary, folder).catch(async (error) => {
			// Another process may have put its own there meanwhile.
			if (!(await holds(folder, stamp))) throw error;
		});
		return folder;
	} finally {
		for (const left of [temporary, replaced]) await rm(left, { recursive: true, force: true });
	}
}

const lockFolder = (name: string) => resolve(__dirname, 'versions', name);

/** Installs with the same stamp are the same: from one lockfile or manifest, compiled for one line of Node.js. */
async function stampOf({ from, node }: Recipe): Promise<string> {
	const isLocked = typeof from === 'string';
	const content = isLocked ? await readFile(join(lockFolder(from), 'package-lock.json')) : JSON.stringify(from);
	const hash = createHash('sha256').update(content).digest('hex');
	return `${isLocked ? 'package-lock.json' : 'package.json'} ${hash}\nNode.js ${node.major}\n`;
}

async function holds(folder: string, stamp: string): Promise<boolean> {
	return (await readFile(join(folder, STAMP), 'utf8').catch(() => '')) === stamp;
}
