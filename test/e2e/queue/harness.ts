import type { IDataObject } from 'n8n-workflow';

import type { Execution } from '../../n8n/owner';
import { startSimulator, type RecordedRequest, type Simulator } from '../../simulator';
import { demoCredential } from '../../simulator/demo-credential';
import { rowsOf } from '../examples/harness';
import { Published, type Drawn, type Installation, type Recipient } from './published';
import { SENDING } from './workflow';

/** Milliseconds after which the simulator answers a message. */
const LATENCY = 50;

/** An n8n with the demo credential, and a LiveVox in this process. */
export class Harness<Place extends Installation> {
	private constructor(
		readonly livevox: Simulator,
		readonly n8n: Place,
	) {}

	/** @param starting an n8n that starts; it is removed with this harness */
	static async around<Place extends Installation>(starting: Promise<Place>): Promise<Harness<Place>> {
		const n8n = await starting;
		const livevox = await startSimulator();
		const harness = new Harness(livevox, n8n);
		const data = demoCredential(livevox);
		await n8n.owner.createCredential({
			id: 'livevox',
			name: 'LiveVox API',
			type: 'liveVoxApi',
			data,
		});
		harness.forget();
		return harness;
	}

	async close(): Promise<void> {
		await this.n8n.remove();
		await this.livevox.close();
	}

	/** Empties the simulator's record; the session stays. */
	forget(): void {
		this.livevox.record.clear();
		this.livevox.faults.clear();
		this.livevox.faults.add({ route: 'send', kind: 'latency', ms: LATENCY });
	}

	/** Stores a workflow and puts it live. */
	async publish(drawn: Drawn = {}): Promise<Published> {
		return await Published.in(this.n8n, drawn);
	}

	/** The numbers that LiveVox has really sent to, in its order. */
	get reached(): string[] {
		return this.livevox.record.sent.map(({ to }) => to);
	}

	/** How many of its messages were more than one to the same number. */
	get twice(): number {
		return this.reached.length - new Set(this.reached).size;
	}

	/** Resolves when LiveVox has been asked for that many messages to these recipients. */
	async askedFor(count: number, recipients: Recipient[]): Promise<void> {
		const numbers = new Set(recipients.map(({ to }) => to));
		const { record } = this.livevox;
		const isOne = ({ route, body }: RecordedRequest) => route === 'send' && numbers.has((body as Recipient).to);
		while (record.requests.filter(isOne).length < count) {
			await record.waitFor('send', record.count('send') + 1);
		}
	}
}

/** Presses Retry in the list of executions, and waits until what that begins has ended. */
export async function retry({ owner }: Installation, executionId: string): Promise<Execution> {
	const path = `/executions/${executionId}/retry`;
	const { id } = await owner.post<{ id: string }>(path, { loadWorkflow: false });
	return await owner.executionEnded(id);
}

export type { Published, Recipient } from './published';

/** What a person reads in the list of executions about one that failed. */
export const errorOf = ({ data }: Execution): string | undefined => data.resultData.error?.message;

/** Of an execution's items, the numbers by what is said about them. */
export function told(execution: Execution, recipients: Recipient[]) {
	const numbers: Record<'accepted' | 'sentBefore' | 'unknown' | 'rejected', string[]> = {
		accepted: [],
		sentBefore: [],
		unknown: [],
		rejected: [],
	};
	for (const [index, row] of rowsOf(execution, SENDING).entries()) {
		numbers[verdictOf(row)].push(recipients[index]!.to);
	}
	return numbers;
}

export function verdictOf({ status, alreadySent, reason, error }: IDataObject) {
	if (status === 'accepted') return alreadySent ? 'sentBefore' : 'accepted';
	if (status === 'skipped') return String(reason).startsWith('May have been sent') ? 'unknown' : 'sentBefore';
	return (error as IDataObject).outcome === 'unknown' ? 'unknown' : 'rejected';
}

/** Area codes that can be. In each, 100 numbers are for fiction; the simulator rejects one of those in 415. */
const AREAS = Array.from({ length: 800 }, (_, i) => String(200 + i)).filter(
	(area) => /^[2-9](?!11)[0-8]\d$/.test(area) && area !== '415',
);

let given = 0;

/** Recipients with numbers, texts and keys of their own, whom nobody was given before. */
export function recipients(count: number): Recipient[] {
	return Array.from({ length: count }, () => {
		const n = given++;
		const to = `${AREAS[Math.floor(n / 100)]}55501${String(n % 100).padStart(2, '0')}`;
		return { to, text: `Your appointment ${n} is tomorrow`, key: `appointment-${n}` };
	});
}
