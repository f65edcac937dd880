import type { IDataObject } from 'n8n-workflow';

import { fieldIssues, toWords } from '../../nodes/LiveVoxSms/shared/errorMessages';
import { failureOf, locator, recipients, sendMessage, Harness } from './harness';

let harness: Harness;
beforeAll(async () => (harness = await Harness.start()));
afterEach(() => harness.reset());
afterAll(async () => await harness.close());

const ONE = recipients(1);
const sendTemplate: IDataObject = {
	...sendMessage,
	content: 'template',
	template: locator('74257', 'list'),
};

/** The bodies that LiveVox received. */
const bodies = () => harness.livevox.record.requests.filter(({ route }) => route === 'send').map(({ body }) => body);

const failed = async (parameters: IDataObject, items = ONE) => {
	const { items: output } = await harness.run(parameters, items, {
		onError: 'continueRegularOutput',
	});
	return failureOf(output[0]);
};

describe('a message', () => {
	test('goes out as LiveVox documents it and comes back with its transaction id', async () => {
		const { items } = await harness.run({ ...sendMessage, account: 13213 }, [{ to: '+1 (415) 555-0123' }]);
		expect(bodies()).toEqual([
			{
				from: '53063',
				to: '4155550123',
				body: { message: 'Your appointment is tomorrow' },
				account: '13213',
				serviceId: 100915,
			},
		]);
		expect(items).toEqual([
			expect.objectContaining({
				json: {
					transactionId: harness.livevox.record.sent[0]?.transactionId,
					status: 'accepted',
					from: '53063',
					to: '4155550123',
					message: 'Your appointment is tomorrow',
					account: '13213',
					serviceId: 100915,
					encoding: 'GSM-7',
					segments: 1,
					septets: 28,
					remaining: 132,
				},
				pairedItem: { item: 0 },
			}),
		]);
		const post = harness.livevox.record.requests.find(({ route }) => route === 'send');
		expect(post).toMatchObject({ method: 'POST', path: '/sms/' });
	});

	test('by template carries the integer id and no text', async () => {
		await harness.run(sendTemplate, ONE);
		expect(bodies()).toEqual([expect.objectContaining({ from: '53063', body: { templateId: 74257 } })]);
	});

	test.each(['number', 'string'] as const)('takes ids that come as a %s', async (ids) => {
		harness.livevox.switches.ids = ids;
		const { items } = await harness.run(sendTemplate, ONE);
		expect(Number(items[0]?.json.transactionId)).toBe(harness.livevox.record.sent[0]?.transactionId);
	});

	test('one an item, in their order, each paired with its own', async () => {
		const { items } = await harness.run(sendMessage, recipients(5));
		expect(items.map(({ json }) => json.to)).toEqual(recipients(5).map(({ to }) => to));
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual([0, 1, 2, 3, 4].map((item) => ({ item })));
	});

	test('is not made of no items', async () => {
		const { items, error } = await harness.run(sendMessage, []);
		expect([items, error, bodies()]).toEqual([[], undefined, []]);
	});
});

describe('an empty From', () => {
	const fromNowhere = { ...sendTemplate, from: locator('', 'list') };

	test('becomes the code of the template, read once for the run', async () => {
		const byItem = { ...fromNowhere, template: locator('={{ $json.template }}') };
		const items = recipients(6).map((item, i) => ({ ...item, template: i % 2 ? 76001 : '74257' }));
		await harness.run(byItem, items);
		expect(harness.livevox.record.sent.map(({ from }) => from)).toEqual(
			[0, 1, 2, 3, 4, 5].map((i) => (i % 2 ? '14155550100' : '53063')),
		);
		expect(harness.livevox.record.count('templates')).toBe(1);
	});

	test('is rejected where the template is not there', async () => {
		const failure = await failed({ ...fromNowhere, template: locator(99) });
		expect(failure.message).toBe(`'From' ${toWords(fieldIssues.fromEmptyForTemplate).message}`);
		expect(bodies()).toEqual([]);
	});

	test('fails in LiveVox’s words where the templates cannot be read, alone', async () => {
		const body = { code: 5, message: 'Templates are away' };
		harness.livevox.faults.add({ route: 'templates', kind: 'status', status: 500, body });
		const from = locator('={{ $json.from }}');
		const items = recipients(2).map((item, i) => ({ ...item, from: i ? '53063' : '' }));
		const { items: output } = await harness.run({ ...fromNowhere, from }, items, {
			onError: 'continueRegularOutput',
		});
		expect(failureOf(output[0])).toMatchObject({ outcome: 'rejected', httpStatus: 500, code: 5 });
		expect(failureOf(output[0]).message).toMatch(/^Templates are away/);
		expect(output[1]?.json.status).toBe('accepted');
		expect(bodies()).toHaveLength(1);
	});

	test('stops in LiveVox’s words where the login is rejected', async () => {
		harness.changeCredential({ password: 'not-the-password' });
		const { error } = await harness.run(fromNowhere, ONE);
		expect(error?.message).toMatch(/^LiveVox rejected the login: Invalid client/);
	});

	test('is rejected with an own text, without asking for templates', async () => {
		const failure = await failed({ ...sendMessage, from: locator('', 'list') });
		expect(failure.message).toBe("'From' is empty");
		expect(harness.livevox.record.count('templates')).toBe(0);
	});

	test('costs no request of its own: the templates are read once for their segments', async () => {
		await harness.run(sendTemplate, recipients(3));
		expect(harness.livevox.record.count('templates')).toBe(1);
	});
});

describe('service and account', () => {
	const noService = { ...sendMessage, service: locator('', 'list') };

	test('a user without a service is rejected by the name of the field', async () => {
		const failure = await failed(noService);
		expect(failure).toMatchObject({ outcome: 'rejected', httpStatus: null });
		expect(failure.message).toMatch(/^'Service' is empty/);
		expect(bodies()).toEqual([]);
	});

	test('a user with a service needs no account', async () => {
		await harness.run(sendMessage, ONE);
		expect(bodies()).toEqual([expect.not.objectContaining({ account: expect.anything() })]);
		expect(harness.reached).toHaveLength(1);
	});

	test('a user may name both', async () => {
		await harness.run({ ...sendMessage, account: '13213' }, ONE);
		expect(bodies()).toEqual([expect.objectContaining({ serviceId: 100915, account: '13213' })]);
		expect(harness.reached).toHaveLength(1);
	});

	test('an agent without an account is rejected by the name of the field', async () => {
		harness.logInAsAgent();
		const failure = await failed(sendMessage);
		expect(failure.message).toMatch(/^'Account Number' is empty/);
		expect(bodies()).toEqual([]);
	});

	test('an agent with an account sends from their own service', async () => {
		harness.logInAsAgent();
		await harness.run({ ...noService, account: '13213' }, ONE);
		expect(bodies()).toEqual([expect.objectContaining({ account: '13213' })]);
		expect(harness.reached).toHaveLength(1);
	});

	test('an agent’s service is left out, and a hint at Service says so', async () => {
		harness.logInAsAgent();
		const { hints } = await harness.run({ ...sendMessage, account: '13213' }, ONE);
		expect(bodies()).toEqual([expect.not.objectContaining({ serviceId: expect.anything() })]);
		expect(harness.reached).toHaveLength(1);
		expect(hints.join()).toContain('Service');
	});
});

describe('the checks before sending', () => {
	test.each([
		['To', { to: '415-555-012' }],
		['To', { to: '={{ "" }}' }],
		['To', { to: '={{ null }}' }],
		['Message', { message: '={{ "" }}' }],
		['Message', { message: '   ' }],
		['Message', { message: '={{ ["a", "list"] }}' }],
		['Template', { content: 'template', template: locator('={{ "" }}') }],
		['Template', { content: 'template', template: locator('reminder') }],
		['Service', { service: locator('Reminders') }],
		['Service', { service: locator('1.5') }],
		['Account Number', { account: '={{ {} }}' }],
		['From', { from: locator('={{ [] }}') }],
		['To', { to: '={{ $("No such node").item.json.to }}' }],
	])('reject %s of %j before anything goes out', async (field, parameters) => {
		const failure = await failed({ ...sendMessage, ...(parameters as IDataObject) });
		expect(failure.message).toMatch(new RegExp(`^'${field}' `));
		expect(failure.outcome).toBe('rejected');
		expect(failure.description).toMatch(/\w+\./);
		expect(bodies()).toEqual([]);
	});

	test('name every bad field of an item', async () => {
		const failure = await failed({
			...sendMessage,
			to: '={{ 1 }}',
			message: '={{ [] }}',
			from: locator(''),
		});
		for (const field of ['To', 'Message', 'From']) expect(failure.message).toContain(field);
	});

	test.each([0, -1, 'soon', 100_000])('reject a timeout of %p', async (timeout) => {
		const { error } = await harness.run({ ...sendMessage, options: { timeout } }, ONE);
		expect(error?.message).toContain('Timeout');
		expect(bodies()).toEqual([]);
	});
});

describe('what LiveVox rejects', () => {
	test.each([
		['an unknown code', { from: locator('99999') }, /code|from/i],
		['an unknown template', { content: 'template', template: locator(1) }, /template/i],
		['an unknown service', { service: locator(1) }, /service/i],
	])('%s is rejected in its own words', async (_, parameters, words) => {
		const failure = await failed({ ...sendMessage, ...(parameters as IDataObject) });
		expect(failure).toMatchObject({ outcome: 'rejected', httpStatus: 400 });
		expect(failure.message).toMatch(words);
		expect(failure.message).toMatch(/\(LiveVox, status 400\)$/);
		expect(failure.code).not.toBeNull();
		expect(harness.reached).toEqual([]);
	});

	test('a number on its do-not-contact list is rejected, not accepted', async () => {
		const failure = await failed(sendMessage, [{ to: '4155550199' }]);
		expect(failure).toMatchObject({ outcome: 'rejected', httpStatus: 202 });
		expect(harness.reached).toEqual([]);
	});
});
