import type { Execution, StoredWorkflow } from '../n8n/owner';
import { RegularN8n } from '../n8n/queue/regular';
import { Executions, RETRY_ORIGINAL, RETRY_SAVED, type Listed } from './browser/executions';
import { takePicture } from './browser/pictures';
import { EditorUser } from './browser/editor-user';
import { SENDING, type Sending } from './queue/workflow';
import { recipients, told, Harness, type Recipient } from './queue/harness';

const MESSAGES = 100;
/** In the middle: how many LiveVox has been asked for. */
const BEFORE = 40;
/** Of a workflow's list: an execution, and what can be done with it. */
const TOP = { x: 0, y: 0, width: 1440, height: 330 };
const STOP: Sending = { onError: 'stopWorkflow' };
const BOTH = [RETRY_SAVED, RETRY_ORIGINAL];
const CASES = [
	{ ended: 'error', retries: BOTH },
	{ ended: 'canceled', retries: [] },
	{ ended: 'success', retries: [] },
	{ ended: 'success with a failed item', retries: [] },
	{ ended: 'crashed', retries: BOTH },
] as const;

type Ended = (typeof CASES)[number]['ended'];
type Run = Listed & { workflow: StoredWorkflow; execution: Execution; to: Recipient[] };

describe.each(['2.8.4', '2.41.1'] as const)('n8n %s', (version) => {
	let harness: Harness<RegularN8n>;
	let editorUser: EditorUser;
	let list: Executions;
	let runs: Record<Ended, Run>;

	beforeAll(async () => {
		harness = await Harness.around(RegularN8n.start(version));
		runs = {
			crashed: await run({ settings: { saveExecutionProgress: true } }, async () => {
				await harness.n8n.main.kill();
				await harness.n8n.main.start();
			}),
			canceled: await run(STOP, async (id) => {
				await harness.n8n.owner.post(`/executions/${id}/stop`, {});
			}),
			success: await run(STOP),
			'success with a failed item': await failed({}),
			error: await failed(STOP),
		};
		editorUser = await EditorUser.signIn(harness.n8n.url);
		list = await Executions.of(editorUser.page, harness.n8n.url);
	});

	afterAll(async () => {
		await editorUser?.leave();
		await harness?.close();
	});

	/** Runs a workflow of its own, until it has ended, or until what happens in the middle has ended it. */
	async function run(sending: Sending, inTheMiddle?: (id: string) => Promise<void>): Promise<Run> {
		const to = recipients(MESSAGES);
		const published = await harness.publish(sending);
		const id = await published.call(to);
		if (inTheMiddle) {
			await harness.askedFor(BEFORE, to);
			await inTheMiddle(id);
		}
		const execution = await harness.n8n.owner.executionEnded(id);
		return { id, workflow: published.workflow, execution, to };
	}

	/** The same, with one message that LiveVox rejects. */
	async function failed(sending: Sending): Promise<Run> {
		harness.forget();
		harness.livevox.faults.add({ route: 'send', kind: 'status', status: 400, on: BEFORE });
		const failedRun = await run(sending);
		harness.livevox.faults.clear();
		return failedRun;
	}

	it.each(CASES)('offers for $ended what its advice says', async ({ ended, retries }) => {
		const one = runs[ended];
		expect(one.execution.status).toBe(ended.split(' ')[0]);
		const picture = `executions-${version}-${ended.replaceAll(' ', '-')}`;
		await editorUser.step(picture, async () => {
			expect(await list.openInAll(one)).toEqual([...retries, 'Delete']);
			await takePicture(editorUser.page, `${picture}-in-all`);
			expect(await list.openInWorkflow(one)).toEqual({ above: retries, entry: retries });
			await takePicture(editorUser.page, picture, { clip: TOP });
		});
	});

	it('counts an execution with a failed item as a success', () => {
		const { execution, to } = runs['success with a failed item'];
		expect(told(execution, to).rejected).toHaveLength(1);
	});

	/** Retries it in the list, and says whom LiveVox has sent to and what. */
	async function retryOf(failedRun: Run, label: string) {
		const before = harness.reached;
		await editorUser.step(`${version} ${label}`, async () => {
			await list.openInWorkflow(failedRun);
			const again = await harness.n8n.owner.executionEnded(await list.press(label));
			expect(again.status).toBe('success');
		});
		expect(before.length).toBeGreaterThanOrEqual(BEFORE - 1);
		expect(new Set(harness.reached)).toEqual(new Set(failedRun.to.map(({ to }) => to)));
		const after = harness.livevox.record.sent.slice(before.length);
		const newText = after.filter(({ message }) => message?.startsWith('New: ')).length;
		return { before: before.length, after: after.length, twice: harness.twice, newText };
	}

	it('sends exactly the rest on Retry with the original workflow', async () => {
		const { before, ...retried } = await retryOf(runs.error, RETRY_ORIGINAL);
		expect(retried).toEqual({ after: MESSAGES - before, twice: 0, newText: 0 });
	});

	describe('after an edit of the text, Retry', () => {
		/** One that failed, and whose workflow has another text since. */
		async function edited(): Promise<Run> {
			const failedRun = await failed(STOP);
			const { id, nodes } = failedRun.workflow;
			const sending = nodes.find(({ name }) => name === SENDING)!;
			sending.parameters.message = '=New: {{ $json.text }}';
			await harness.n8n.owner.patch(`/workflows/${id}`, { nodes });
			return failedRun;
		}

		it('with the saved workflow sends the new one also to those who have the old one', async () => {
			const { before, ...retried } = await retryOf(await edited(), RETRY_SAVED);
			expect(retried).toEqual({ after: MESSAGES, twice: before, newText: MESSAGES });
		});

		it('with the original workflow sends the old one to the rest', async () => {
			const { before, ...retried } = await retryOf(await edited(), RETRY_ORIGINAL);
			expect(retried).toEqual({ after: MESSAGES - before, twice: 0, newText: 0 });
		});
	});
});
