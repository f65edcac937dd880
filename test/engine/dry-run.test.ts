import type { IDataObject } from 'n8n-workflow';

import { DRY_RUN_REASON, hints as hintWords } from '../../nodes/LiveVoxSms/shared/errorMessages';
import { failureOf, locator, recipients, sendMessage, Harness } from './harness';

let harness: Harness;
beforeAll(async () => (harness = await Harness.start()));
afterEach(() => harness.reset());
afterAll(async () => await harness.close());

/** The same parameters with Dry Run on, beside the options that they have. */
const dry = (parameters: IDataObject): IDataObject => ({
	...parameters,
	options: { ...(parameters.options as IDataObject), dryRun: true },
});

/** The bodies that LiveVox received. */
const bodies = () => harness.livevox.record.requests.filter(({ route }) => route === 'send').map(({ body }) => body);

const ONE = recipients(1);

test.each(['message', 'template'])(
	'of 30 items by %s sends nothing, and shows the bodies that the real run then sends',
	async (content) => {
		const items = recipients(30).map(({ to }, i) => ({
			to: i % 3 ? to : String(to).replace(/(...)(...)(....)/, '+1 ($1) $2-$3'),
			template: i % 4 ? 76001 : 74257,
			from: i % 5 || content === 'message' ? '53063' : '',
			text: `“Message” no. ${i} …`,
			account: i % 7 ? `${13_000 + i}` : '',
		}));
		const parameters: IDataObject = {
			...sendMessage,
			from: locator('={{ $json.from }}'),
			content,
			message: '={{ $json.text }}',
			template: locator('={{ $json.template }}'),
			account: '={{ $json.account }}',
			options: { smartCharacters: 'replace' },
		};

		const rehearsal = await harness.run(dry(parameters), items);
		expect(harness.livevox.record.count('send')).toBe(0);
		expect(rehearsal.items.map(({ json }) => json.status)).toEqual(Array(30).fill('dryRun'));

		const real = await harness.run(parameters, items);
		expect(real.items.map(({ json }) => json.status)).toEqual(Array(30).fill('accepted'));
		const byNumber = (list: unknown[]) =>
			(list as Array<{ to: string }>).sort((one, other) => one.to.localeCompare(other.to));
		expect(byNumber(bodies())).toEqual(byNumber(rehearsal.items.map(({ json }) => json.request)));
		expect(bodies()).toHaveLength(30);
	},
);

test('shows what the numbers stand for in LiveVox, and what the text costs', async () => {
	const { items, hints } = await harness.run(dry({ ...sendMessage, account: '13213' }), ONE);
	expect(items).toEqual([
		expect.objectContaining({
			json: {
				status: 'dryRun',
				reason: DRY_RUN_REASON,
				request: {
					from: '53063',
					to: '5005550100',
					body: { message: 'Your appointment is tomorrow' },
					account: '13213',
					serviceId: 100915,
				},
				encoding: 'GSM-7',
				segments: 1,
				septets: 28,
				remaining: 132,
				resolved: { from: 'Short_Code', service: 'Appointment reminders · Oakland' },
			},
			pairedItem: { item: 0 },
		}),
	]);
	expect(hints).toContain(hintWords.dryRun(1));
});

test('shows the text of a template, whose figures are an estimate', async () => {
	const template = {
		...sendMessage,
		content: 'template',
		template: locator(76002),
		from: locator(''),
	};
	const { items } = await harness.run(dry(template), ONE);
	expect(items[0]?.json).toMatchObject({
		request: { from: '14155550101', body: { templateId: 76002 } },
		encoding: 'UCS-2',
		unicodeCause: { character: '’', position: 3, name: 'right single quotation mark (U+2019)' },
		isEstimate: true,
		resolved: { from: 'Long_Code_Collections', template: 'We’ll see you soon ☺' },
	});
});

test('rejects what the real run would reject, in the same words', async () => {
	const bad = { ...sendMessage, to: '={{ $json.to }}' };
	const [rehearsed, real] = [
		await harness.run(dry(bad), [...ONE, { to: '911' }]),
		await harness.run(bad, [...ONE, { to: '911' }]),
	];
	expect(rehearsed.error?.message).toMatch(/^Nothing was sent\..* 'To' \(item 1\)$/);
	expect([rehearsed.error?.message, rehearsed.error?.description]).toEqual([
		real.error?.message,
		real.error?.description,
	]);
	expect(harness.livevox.record.count('send')).toBe(0);
});

test('counts for each item alone: an expression can hold back some of them', async () => {
	const items = recipients(4).map((item, i) => ({ ...item, held: i % 2 === 1 }));
	const parameters = { ...sendMessage, options: { dryRun: '={{ $json.held }}' } };
	const { items: output, hints } = await harness.run(parameters, items);
	expect(output.map(({ json }) => json.status)).toEqual(['accepted', 'dryRun', 'accepted', 'dryRun']);
	expect(harness.reached).toHaveLength(2);
	expect(hints).toContain(hintWords.dryRun(2));
});

test('whose expression gives nothing is rejected, not sent', async () => {
	const parameters = { ...sendMessage, options: { dryRun: '={{ $json.missing }}' } };
	const { error } = await harness.run(parameters, ONE);
	expect(error?.message).toContain('Dry Run');
	expect(harness.livevox.record.count('send')).toBe(0);
});

test('leaves no trace: the real run of the same execution and key sends', async () => {
	const parameters = { ...sendMessage, options: { sendOnceKey: '={{ $json.to }}' } };
	await harness.run(dry(parameters), ONE);
	const { items } = await harness.run(parameters, ONE);
	expect(items[0]?.json.status).toBe('accepted');
	expect(harness.reached).toHaveLength(1);
});

test('fails in LiveVox’s words where LiveVox rejects the login', async () => {
	harness.changeCredential({ password: 'not-the-password' });
	const { items } = await harness.run(dry(sendMessage), ONE, { onError: 'continueRegularOutput' });
	expect(failureOf(items[0])).toMatchObject({ outcome: 'rejected' });
	expect(failureOf(items[0]).message).toMatch(/^LiveVox rejected the login: \w/);
});

test('fails as rejected where LiveVox does not answer: nothing can have been sent', async () => {
	harness.livevox.faults.add({ route: 'codes', kind: 'status', status: 502 });
	const { error } = await harness.run(dry(sendMessage), ONE);
	expect(error?.message).toContain('status 502');
	const { items } = await harness.run(dry(sendMessage), ONE, { onError: 'continueRegularOutput' });
	expect(failureOf(items[0]).outcome).toBe('rejected');
});

test('as an agent looks up no service', async () => {
	harness.logInAsAgent();
	const { items } = await harness.run(dry({ ...sendMessage, account: '1' }), ONE);
	expect(items[0]?.json).toMatchObject({ resolved: { from: 'Short_Code' } });
	expect(harness.livevox.record.count('callCenters')).toBe(0);
});

test('goes on where the role may not list services, and a hint says so', async () => {
	harness.livevox.state.accounts.find(({ userName }) => userName === 'demo.user')!.role = 'Agent';
	const { items, hints } = await harness.run(dry(sendMessage), ONE);
	expect(items[0]?.json).toMatchObject({ status: 'dryRun', resolved: { from: 'Short_Code' } });
	expect(hints.join()).toContain('except for the service name');
});

test('hints at what LiveVox does not list', async () => {
	const parameters = {
		...sendMessage,
		from: locator('99999'),
		content: 'template',
		template: locator('={{ $json.template }}'),
		service: locator(1),
	};
	const items = recipients(3).map((item, i) => ({ ...item, template: i ? 5 : 74257 }));
	const { hints } = await harness.run(dry(parameters), items);
	const words = hints.join('\n');
	expect(words).toContain("'From' 99999 (items 0 to 2)");
	expect(words).toContain("'Service' 1 (items 0 to 2)");
	expect(words).toContain("'Template' 5 (items 1 to 2)");
});
