/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

/** Linux counts in hundredths of a second. */
const TICK_MS = 10;
/** Of /proc/<pid>/stat, behind the name in brackets: the ticks in the program, and in the kernel for it. */
const FIELDS = [11, 12];

/** Time of a processor, in milliseconds, that the workers among the children of this process have taken by now. */
export async function cpuOfWorkers(): Promise<number> {
	const children = ['-o', 'pid=,args=', '--ppid', String(process.pid)];
	const { stdout } = await promisify(execFile)('ps', children);
	const workers = stdout.split('\n').filter((line) => line.includes('bin/n8n worker'));
	const times = workers.map(async (line) => await cpuOf(Number.parseInt(line)));
	return (await Promise.all(times)).reduce((sum, ms) => sum + ms, 0);
}

async function cpuOf(pid: number): Promise<number> {
	const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
	const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
	return FIELDS.reduce((sum, field) => sum + Number(fields[field]) * TICK_MS, 0);
}
