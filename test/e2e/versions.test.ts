/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/require-node-api-error */
import axios from 'axios';
import type { INodeTypeDescription } from 'n8n-workflow';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

import type { Execution, StoredWorkflow } from '../n8n/owner';
import { manifest, root } from '../package/package-files';
import { demoCredential } from '../simulator/demo-credential';
import { storyOf } from './browser/editor-user';
import { issuesOf } from './examples/issues';
import { rowsOf } from './examples/harness';
import { placesThatHold } from './secrets/places';
import { howToAccept, isUpdate, readReviewed, reviewable, servedTypes, writeReviewed } from './versions/description';
import { codeList, LIVEVOX, smsSend, templateList, withErrorOutput, workflowOf } from './versions/workflow';
import { Harness } from './versions/harness';

const ANA = { name: 'Ana', phone: '(415) 555-0121' };
const BO = { name: 'Bo', phone: '415 555 01' };
const CY = { name: 'Cy', phone: '(415) 555-0199' };
const DI = { name: 'Di', phone: '415.555.0124' };

describe.each(['2.8.4', '2.41.1'] as const)('n8n %s', (version) => {
	const harness = new Harness(version);
	const step = storyOf(() => harness);
	let sending: StoredWorkflow;

	beforeAll(async () => await harness.start());
	afterAll(async () => await harness.close());
	beforeEach(() => harness.livevox?.record.clear());

	step('serves the types as they were reviewed', async () => {
		const served = await servedTypes(harness.owner);
		for (const [file, description] of Object.entries(reviewable(served))) {
			if (isUpdate() && version === '2.8.4') writeReviewed(file, description);
			try {
				expect(description).toEqual(readReviewed(file));
			} catch (error) {
				(error as Error).stack = `${howToAccept(file)}\n\n${(error as Error).message}`;
				throw error;
			}
		}
		const { node, tool } = served;
		expect(tool.properties.slice(2)).toEqual(node.properties);
		expect(node.communityNodePackageVersion).toBe(manifest.version);
	});

	step('serves the icons', async () => {
		const { node, tool, credential } = await servedTypes(harness.owner);
		for (const { iconUrl } of [node, tool, credential]) {
			const { light, dark } = iconUrl as { light: string; dark: string };
			for (const icon of [light, dark]) {
				const { data } = await axios.get<string>(`${harness.n8n.url}/${icon}`);
				expect(data).toBe(readFileSync(join(root, 'icons', basename(icon)), 'utf8'));
			}
		}
	});

	step('lists templates, and pairs each with the item that asked for it', async () => {
		const workflow = await harness.publish(workflowOf('templates', templateList));
		const types = await harness.owner.types<INodeTypeDescription>('nodes');
		expect(issuesOf(types, workflow)).toEqual([]);

		const searches = [{ search: 'payment' }, { search: 'no such text' }, { search: 'you' }];
		const { answer } = await harness.call(workflow, searches);
		expect(answer).toMatchObject([
			{ row: { search: 'payment' }, output: { id: 76001, smsCode: '14155550100' } },
			{ row: { search: 'you' }, output: { id: 74257, description: 'appointment_reminder' } },
			{ row: { search: 'you' }, output: { id: 76001, description: 'payment_due' } },
			{ row: { search: 'you' }, output: { id: 76002, description: 'thank_you' } },
		]);
		expect(harness.livevox.record.count('templates')).toBe(1);
		expect(harness.livevox.record.logins).toMatchObject([{ granted: true }]);
	});

	step('lists codes with the session that it has', async () => {
		const workflow = await harness.publish(workflowOf('codes', codeList));
		const { answer } = await harness.call(workflow, [{ search: 'collections' }, { search: 'short' }]);
		expect(answer).toMatchObject([
			{ row: { search: 'collections' }, output: { code: '14155550101' } },
			{ row: { search: 'short' }, output: { code: '53063', description: 'Short_Code' } },
			{ row: { search: 'short' }, output: { code: '53064' } },
		]);
		expect(harness.livevox.record.count('codes')).toBe(1);
		expect(harness.livevox.record.logins).toEqual([]);
	});

	step('sends to whom it can, and pairs what was rejected with its row too', async () => {
		sending = await harness.publish(withErrorOutput(workflowOf('send', smsSend)));
		const { answer, execution } = await harness.call(sending, [ANA, BO, CY, DI]);
		const reason = (text: string) => ({ message: expect.stringContaining(text) });
		expect(answer).toMatchObject([
			{ row: ANA, output: { status: 'accepted', to: '4155550121' } },
			{ row: DI, output: { status: 'accepted', to: '4155550124' } },
			{ row: BO, output: { ...BO, error: reason("'To' has 8 digits") } },
			{ row: CY, output: { ...CY, error: reason('do not contact list') } },
		]);
		expect(harness.reached.sort()).toEqual(['4155550121', '4155550124']);
		expect(harness.livevox.record.logins).toEqual([]);

		expect(execution.status).toBe('success');
		expect(rowsOf(execution, LIVEVOX)).toHaveLength(2);
		expect(rowsOf(execution, LIVEVOX, 1)).toHaveLength(2);
		expect(hintsOf(execution)).toEqual(['4 messages: 2 accepted, 2 rejected.']);
	});

	step('logs in once after a restart, for each process has a session of its own', async () => {
		await harness.restart();
		const { answer } = await harness.call(sending, [ANA, BO]);
		expect(answer).toMatchObject([{ row: ANA, output: { status: 'accepted' } }, { row: BO }]);
		expect(harness.livevox.record.logins).toHaveLength(1);
	});

	step('logs in once more when LiveVox has ended the session', async () => {
		harness.livevox.revokeSessions();
		const { answer } = await harness.call(sending, [ANA, BO, DI]);
		expect(answer).toMatchObject([{ row: ANA }, { row: DI }, { row: BO }]);
		expect(harness.reached).toHaveLength(2);
		expect(harness.livevox.record.logins).toHaveLength(1);
	});

	describe('an execution that LiveVox has stopped in the middle', () => {
		const recipients = Array.from({ length: 20 }, (_, i) => ({
			name: `Recipient ${i}`,
			phone: i === 10 ? CY.phone : `415-555-01${30 + i}`,
		}));
		/** Those who had got a message before the last step. */
		let reachedBefore: string[];
		let first: Execution;
		let second: Execution;

		/** Presses Retry. Nobody gets a message who had one. */
		async function retry(execution: Execution, of: 'original' | 'saved') {
			const retried = await harness.retry(execution, of);
			const reached = [...reachedBefore, ...harness.reached];
			expect(new Set(reached).size).toBe(reached.length);
			const alreadySent = reachedBefore.length;
			reachedBefore = reached;
			return { retried, alreadySent };
		}

		step('says what was sent, and what Retry does', async () => {
			const options = { maxConcurrency: 4 };
			const workflow = await harness.publish(workflowOf('stop', { ...smsSend, options }));
			const { status, execution } = await harness.call(workflow, recipients);
			first = execution;
			reachedBefore = [...harness.reached];
			expect([status, first.status]).toEqual([500, 'error']);
			expect(reachedBefore.length).toBeGreaterThan(5);
			expect(reachedBefore.length).toBeLessThan(19);
			expect(first.data.resultData.error).toMatchObject({
				message: expect.stringContaining('do not contact list'),
				description: expect.stringContaining(`Of 20 messages, ${reachedBefore.length} were accepted`),
			});
		});

		step('repeats nothing when it is retried while LiveVox still rejects', async () => {
			const { retried } = await retry(first, 'original');
			expect(retried.status).toBe('error');
			second = retried;
		});

		step('sends the rest when it is retried with the workflow that is saved now', async () => {
			harness.livevox.state.suppressedNumbers = [];
			const { retried, alreadySent } = await retry(second, 'saved');
			expect(retried.status).toBe('success');
			expect(reachedBefore).toHaveLength(20);
			const rows = rowsOf(retried, LIVEVOX);
			expect(rows.map(({ to }) => to)).toEqual(recipients.map(({ phone }) => digitsOf(phone)));
			expect(rows.filter((row) => row.alreadySent)).toHaveLength(alreadySent);
			const transactions = new Set(rows.map(({ transactionId }) => transactionId));
			expect(transactions.size).toBe(20);
			expect(rowsOf(retried, 'Done')).toMatchObject(recipients.map((row) => ({ row })));
		});

		step('repeats nothing when an execution is retried that has a retry already', async () => {
			const { retried } = await retry(first, 'original');
			expect(harness.reached).toEqual([]);
			expect(retried.data.resultData.error).toMatchObject({
				message: expect.stringContaining('May have been sent'),
			});
		});
	});

	step('has left no secret anywhere', async () => {
		const { accessToken, password } = demoCredential(harness.livevox);
		expect(harness.sessions.size).toBe(2);
		expect(await placesThatHold([accessToken, password, ...harness.sessions], harness)).toEqual([]);
	});
});

const hintsOf = ({ data }: Execution) => data.resultData.runData[LIVEVOX]?.at(-1)?.hints?.map(({ message }) => message);

const digitsOf = (phone: string) => phone.replace(/\D/g, '');
