/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative, resolve, sep } from 'node:path';

/** The package's own folder. */
export const root = resolve(__dirname, '../..');

/** package.json as it is published. */
export interface Manifest {
	name: string;
	version: string;
	license: string;
	homepage: string;
	keywords: string[];
	engines: Record<string, string>;
	files: string[];
	dependencies?: Record<string, string>;
	devDependencies: Record<string, string>;
	peerDependencies: Record<string, string>;
	publishConfig: Record<string, unknown>;
	scripts: Record<string, string>;
	n8n: {
		n8nNodesApiVersion: number;
		strict: boolean;
		credentials: string[];
		nodes: string[];
	};
}

/** Reads and parses a JSON file of the package. */
export function readJson<T>(path: string): T {
	return JSON.parse(readFileSync(join(root, path), 'utf8')) as T;
}

/** package.json, read once. */
export const manifest = readJson<Manifest>('package.json');

/** Every file below a folder, as sorted paths relative to it with forward slashes. */
export function filesIn(folder: string): string[] {
	return readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => !entry.isDirectory())
		.map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
		.sort();
}

/** A built node or credential, as n8n makes it: the class that has the file's name. */
export function instantiate(builtFile: string): Record<string, unknown> {
	const className = basename(builtFile).split('.')[0] as string;
	// eslint-disable-next-line @typescript-eslint/no-require-imports
	const exported = require(join(root, builtFile)) as Record<string, new () => Record<string, unknown>>;
	const Class = exported[className];
	if (!Class) throw new Error(`${builtFile} exports no class ${className}`);
	return new Class();
}
