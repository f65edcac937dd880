/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';

import type { NodeJs, Recipe } from './cached-install';
import { Child } from './child';
import { startProgress } from './progress';

const FETCHED = /^npm http (fetch|cache).*\.tgz/;
const SHOWN_LINES = 15;

/**
 * Installs in a folder what its lockfile or manifest says, shows how far it is, and writes all that npm says to a file.
 *
 * @throws Error with the last lines of npm and where the others are
 */
export async function installWithProgress(recipe: Recipe, folder: string, logFile: string) {
	const { name, compiled, from, node, signal } = recipe;
	const isLocked = typeof from === 'string';
	const log = createWriteStream(logFile);
	const progress = startProgress(`Installing ${name}, once`, (line) => log.write(`${line}\n`));
	progress.show('looking up packages');
	const total = isLocked ? ` of ${await lockedPackages(folder)}` : '';
	let fetched = 0;
	const npm = async (...args: string[]) => {
		const child = new Child('npm', args, { folder, env: npmEnvironment(node), signal });
		child.on('line', (line) => {
			log.write(`${line}\n`);
			if (FETCHED.test(line)) progress.show(`package ${++fetched}${total}`);
		});
		const ending = await child.exited;
		signal?.throwIfAborted();
		if (ending === 'exit code 0') return;
		const lastLines = child.log().split('\n').slice(-SHOWN_LINES).join('\n');
		throw new Error(`npm ${args[0]} for ${name} ended with ${ending}:\n${lastLines}\nAll of it: ${logFile}`);
	};
	try {
		// Other packages' scripts are not needed here, and some of them report to their makers.
		await npm(isLocked ? 'ci' : 'install', '--ignore-scripts', '--loglevel=http', '--prefix', folder);
		for (const dependency of compiled) {
			progress.show(`compiling ${dependency}`);
			await npm('rebuild', dependency, '--ignore-scripts=false', '--foreground-scripts', '--prefix', folder);
		}
	} finally {
		progress.end();
		log.end();
	}
}

async function lockedPackages(folder: string): Promise<number> {
	const lockfile = await readFile(join(folder, 'package-lock.json'), 'utf8');
	return Object.keys((JSON.parse(lockfile) as { packages: object }).packages).length - 1;
}

/** npm runs on the given Node.js, compiles for it, and takes nothing over from an `npm run` around it. */
function npmEnvironment({ path }: NodeJs): NodeJS.ProcessEnv {
	const bin = dirname(path);
	return {
		...process.env,
		npm_config_local_prefix: undefined,
		PATH: [bin, process.env.PATH].join(delimiter),
		...(path === process.execPath ? {} : { npm_config_nodedir: dirname(bin) }),
	};
}
