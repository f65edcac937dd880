/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-dangerous-functions */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';

import type { demoCredential } from '../../simulator/demo-credential';
import type { Tally } from './tally';

const PROGRAM = resolve(__dirname, 'livevox-process.ts');

/** How LiveVox answers. */
export interface Conditions {
	latencyMs: number;
	/** Messages that it accepts in a second, and at once; it rejects others with 429 and nothing else. Absent: all. */
	perSecond?: number;
}

/** What n8n needs to log in. */
export type Credential = ReturnType<typeof demoCredential>;

/** What its process is told. */
export interface Order {
	/** To forget everything and answer like this; it replies with a credential. Absent: it replies with a tally. */
	begin?: Conditions;
}

/** A simulator of LiveVox that takes no time from n8n's process: it has one of its own. */
export class LiveVox {
	private constructor(
		private readonly process: ChildProcess,
		readonly url: string,
	) {}

	static async start(): Promise<LiveVox> {
		const child = fork(PROGRAM, { execArgv: ['--import', 'tsx'] });
		return new LiveVox(child, await said<string>(child));
	}

	/** Forgets what was, and answers like this from now on. */
	async begin(conditions: Conditions): Promise<Credential> {
		return await this.order({ begin: conditions });
	}

	/** What it has seen since it began. */
	async tally(): Promise<Tally> {
		return await this.order({});
	}

	async close(): Promise<void> {
		if (!this.process.connected) return;
		const exited = once(this.process, 'exit');
		this.process.disconnect();
		await exited;
	}

	private async order<Reply>(order: Order): Promise<Reply> {
		const answered = said<Reply>(this.process);
		this.process.send(order);
		return await answered;
	}
}

/** The next message of a process. */
async function said<Message>(process: ChildProcess): Promise<Message> {
	return await new Promise((done, failed) => {
		const ended = () => failed(new Error('The process of LiveVox has ended'));
		process.once('exit', ended).once('message', (message) => {
			process.off('exit', ended);
			done(message as Message);
		});
	});
}
