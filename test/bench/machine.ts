/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { version } from 'n8n-core/package.json';
import { cpus, loadavg } from 'node:os';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** What the figures depend on, without anything that tells whose machine it is. */
export const machine = {
	cores: cpus().length,
	processor: cpus()[0]?.model.trim() ?? 'unknown',
	node: process.version.slice(1),
	n8nCore: version,
	/** Of the minute before the command began to measure: what else was going on. */
	load: loadavg()[0]!,
};

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Bytes that are in use once all garbage is gone: JavaScript objects and their buffers. */
export function bytesInUse(): number {
	collectGarbage();
	const { heapUsed, external } = process.memoryUsage();
	return heapUsed + external;
}

/** Lets every run begin with as little garbage as any other. */
export const tidyUp = () => collectGarbage();
