import type { IDataObject, INode } from 'n8n-workflow';

import { agentCalls } from '../engine/agent-calls';
import {
	failureOf,
	listCodes,
	listTemplates,
	locator,
	recipients,
	sendMessage,
	Harness,
	type NodeRun,
} from '../engine/harness';

const CONTINUE = { onError: 'continueRegularOutput' } as const;
const ERROR_OUTPUT = { onError: 'continueErrorOutput' } as const;
const SUPPRESSED = '4155550199';
const INVALID = '415 555 01';

/** What happened to recipients in all scenarios. */
const tally = { twice: 0, lost: 0 };

let harness: Harness;
beforeAll(async () => (harness = await Harness.start()));
beforeEach(() => harness.reset());
afterEach(() => {
	const { reached } = harness;
	tally.twice += reached.length - new Set(reached).size;
});
afterAll(async () => await harness.close());

const items = ({ items }: NodeRun) => items.map(({ json }) => json);
const statuses = (run: NodeRun) => run.items.map(({ json }) => json.status ?? failureOf({ json }).outcome);
const numbersOf = (people: IDataObject[]) => people.map(({ to }) => String(to)).sort();
const count = (run: NodeRun, status: string) => statuses(run).filter((each) => each === status).length;
const withOptions = (options: IDataObject): IDataObject => ({ ...sendMessage, options });

/** Sends, and counts as lost who was neither reached nor told to be anything but accepted. */
async function send(people: IDataObject[], parameters = sendMessage, settings: Partial<INode> = CONTINUE) {
	const run = await harness.run(parameters, people, settings);
	for (const { json, pairedItem } of run.items) {
		const { item } = pairedItem as { item: number };
		if (json.status === 'accepted' && !harness.reached.includes(String(people[item]?.to))) tally.lost++;
	}
	return run;
}

describe('Loading', () => {
	test('n8n lists the operations of SMS: Send, Template: List, and Code: List', () => {
		const { properties } = harness.engine.description;
		const operations = properties.filter(({ name }) => name === 'operation').flatMap(({ options }) => options ?? []);
		expect(operations.map((option) => ('value' in option ? option.value : '')).sort()).toEqual([
			'list',
			'list',
			'send',
		]);
	});

	test('the credential hides its secrets', () => {
		const secrets = harness.engine.credentials
			.getCredentialsProperties('liveVoxApi')
			.filter(({ typeOptions }) => typeOptions?.password)
			.map(({ name }) => name);
		expect(secrets).toEqual(expect.arrayContaining(['accessToken', 'password', 'sessionId']));
	});
});

describe('Lists', () => {
	test('templates, with filters and a limit', async () => {
		const all = await harness.run(listTemplates, [{}]);
		expect(all.items).toHaveLength(harness.livevox.state.templates.length);
		const found = await harness.run({ ...listTemplates, filters: { search: 'PAYMENT' } }, [{}]);
		expect(items(found)).toMatchObject([{ id: 76001, description: 'payment_due' }]);
		expect((await harness.run({ ...listTemplates, returnAll: false, limit: 2 }, [{}])).items).toHaveLength(2);
	});

	test('codes, for each input item', async () => {
		const found = await harness.run({ ...listCodes, filters: { search: '={{ $json.text }}' } }, [
			{ text: 'collections' },
			{ text: 'nothing like it' },
			{ text: '53063' },
		]);
		expect(items(found)).toMatchObject([{ code: '14155550101' }, { code: '53063' }]);
		expect(found.items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 2 }]);
		expect(harness.livevox.record.count('codes')).toBe(1);
	});

	test('what LiveVox rejects, as an error and as an item', async () => {
		harness.livevox.faults.add({ route: 'codes', kind: 'status', status: 403 });
		expect((await harness.run(listCodes, [{}])).error?.message).toContain('status 403');
		expect(failureOf((await harness.run(listCodes, [{}], CONTINUE)).items[0])).toMatchObject({ httpStatus: 403 });
	});
});

describe('Sends', () => {
	test('100 messages, each once, each paired with its item', async () => {
		const people = recipients(100);
		const run = await send(people);
		expect(statuses(run)).toEqual(people.map(() => 'accepted'));
		expect(run.items.map(({ pairedItem }) => pairedItem)).toEqual(people.map((_, item) => ({ item })));
		expect([...harness.reached].sort()).toEqual(numbersOf(people));
	});

	test('a template, from its own code', async () => {
		const parameters = { ...sendMessage, content: 'template', template: locator('76001'), from: locator('') };
		const run = await send(recipients(1), parameters);
		expect(items(run)).toMatchObject([{ status: 'accepted', templateId: 76001, from: '14155550100' }]);
	});

	test('as an agent, with an account number', async () => {
		harness.logInAsAgent();
		const run = await send(recipients(2), { ...sendMessage, service: locator(''), account: '=4711-{{ $itemIndex }}' });
		expect(items(run).map(({ account }) => account)).toEqual(['4711-0', '4711-1']);
	});

	test('what expressions return, item by item', async () => {
		const people = recipients(2).map((person, item) => ({ ...person, name: ['Ana', 'Bo'][item] }));
		await send(people, { ...sendMessage, message: '=Hello {{ $json.name }}' });
		expect(harness.livevox.record.sent.map(({ message }) => message).sort()).toEqual(['Hello Ana', 'Hello Bo']);
	});
});

describe('Rejections', () => {
	const people = () => recipients(3).map((person, item) => (item === 1 ? { to: INVALID } : person));

	test('On Error = Stop Workflow: one invalid item, and nothing is sent', async () => {
		const { error } = await harness.run(sendMessage, people());
		expect(error?.message).toContain('Nothing was sent. Fix 1 of 3 items');
		expect(error?.description).toContain("'To' has 8 digits instead of 10 (item 1)");
		expect(harness.livevox.record.count('send')).toBe(0);
	});

	test('Continue: the failed item stays among the others', async () => {
		const run = await send(people());
		expect(statuses(run)).toEqual(['accepted', 'rejected', 'accepted']);
		expect(failureOf(run.items[1]).message).toContain('has 8 digits');
	});

	test('Continue (using error output): the failed item leaves there, with its input', async () => {
		const run = await send(people(), sendMessage, ERROR_OUTPUT);
		expect(statuses(run)).toEqual(['accepted', 'accepted']);
		expect(run.errors.map(({ json }) => json)).toMatchObject([{ to: INVALID, error: { outcome: 'rejected' } }]);
	});

	test("LiveVox's own rejections, with its words", async () => {
		const [first] = recipients(1) as [IDataObject];
		const run = await send([{ to: SUPPRESSED }, first]);
		expect(statuses(run)).toEqual(['rejected', 'accepted']);
		expect(failureOf(run.items[0]).message).toContain('do not contact list');
	});
});

describe('Session', () => {
	test('one login for all messages', async () => {
		await send(recipients(50));
		expect(harness.livevox.record.logins).toHaveLength(1);
	});

	test('one more login when LiveVox has ended the session, and nobody is lost', async () => {
		await send(recipients(1));
		harness.livevox.revokeSessions();
		const run = await send(recipients(50).slice(1));
		expect(count(run, 'accepted')).toBe(49);
		expect(harness.livevox.record.logins).toHaveLength(2);
	});

	test('a rejected login is tried once, and sends nothing', async () => {
		harness.changeCredential({ password: 'wrong' });
		const { error } = await harness.run(sendMessage, recipients(5));
		expect(error?.message).toContain('LiveVox rejected the login');
		expect(harness.livevox.record.logins).toHaveLength(1);
		expect(harness.livevox.record.count('send')).toBe(0);
	});
});

describe('Retry On Fail', () => {
	const settings = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };

	test('repeats nobody, and sends what was rejected once', async () => {
		harness.livevox.faults.add({ route: 'send', on: 4, kind: 'status', status: 409 });
		const run = await send(recipients(20), withOptions({ maxConcurrency: 1 }), settings);
		expect(count(run, 'accepted')).toBe(20);
		expect([...harness.reached].sort()).toEqual(numbersOf(recipients(20)));
	});

	test('sends nothing again that may have been sent', async () => {
		harness.livevox.faults.add({ route: 'send', on: 1, kind: 'resetAfter' });
		const run = await send(recipients(3), sendMessage, { ...settings, ...CONTINUE });
		expect(statuses(run).sort()).toEqual(['accepted', 'accepted', 'unknown']);
		expect(harness.reached).toHaveLength(3);
	});
});

describe('Retry', () => {
	test('of a failed execution sends the rest, and marks what was sent', async () => {
		harness.livevox.faults.add({ route: 'send', on: 5, kind: 'status', status: 409 });
		const parameters = withOptions({ maxConcurrency: 1 });
		const failed = await harness.run(parameters, recipients(10));
		expect(failed.error?.description).toContain('Of 10 messages, 4 were accepted');
		const retried = await harness.retry(failed, parameters, recipients(10));
		expect(items(retried).filter(({ alreadySent }) => alreadySent === true)).toHaveLength(4);
		expect([...harness.reached].sort()).toEqual(numbersOf(recipients(10)));
	});

	test('sends the rest also if another execution has sent the same texts', async () => {
		await send(recipients(10));
		harness.livevox.record.clear();
		harness.livevox.faults.add({ route: 'send', on: 5, kind: 'status', status: 409 });
		const parameters = withOptions({ maxConcurrency: 1 });
		const failed = await harness.run(parameters, recipients(10));
		const retried = await harness.retry(failed, parameters, recipients(10));
		expect(count(retried, 'accepted')).toBe(10);
		expect([...harness.reached].sort()).toEqual(numbersOf(recipients(10)));
	});
});

describe('Crash', () => {
	test('started over: what was started is unknown, the rest is sent', async () => {
		const people = recipients(60);
		const crashed = await harness.stoppedAfter(25, sendMessage, people);
		const before = harness.reached.length;
		const again = await harness.startOver(crashed, sendMessage, people, CONTINUE);
		expect(count(again, 'unknown')).toBeGreaterThanOrEqual(before);
		expect(count(again, 'unknown') + count(again, 'accepted')).toBe(60);
		expect(harness.reached).toHaveLength(before + count(again, 'accepted'));
	});

	test('started over after the same texts in another execution: nobody twice', async () => {
		const people = recipients(60);
		await send(people);
		harness.livevox.record.clear();
		const crashed = await harness.stoppedAfter(25, sendMessage, people);
		const before = harness.reached.length;
		const again = await harness.startOver(crashed, sendMessage, people, CONTINUE);
		expect(harness.reached).toHaveLength(before + count(again, 'accepted'));
		expect(count(again, 'unknown') + count(again, 'accepted')).toBe(60);
	});

	test('with Send Once Keys, a new execution sends the rest', async () => {
		const people = recipients(60);
		const keyed = withOptions({ sendOnceKey: '={{ $json.to }}' });
		await harness.stoppedAfter(25, keyed, people);
		const before = harness.reached.length;
		const again = await send(people, keyed);
		expect(harness.reached).toHaveLength(before + count(again, 'accepted'));
		expect(count(again, 'skipped') + count(again, 'accepted')).toBe(60);
	});
});

describe('Dry Run', () => {
	test('shows what would be sent, and sends nothing', async () => {
		const run = await harness.run(withOptions({ dryRun: true }), recipients(2));
		expect(items(run)).toMatchObject([
			{ status: 'dryRun', request: { to: '5005550100', serviceId: 100915 }, segments: 1 },
			{ status: 'dryRun', request: { to: '5005550101' } },
		]);
		expect(harness.livevox.record.count('send')).toBe(0);
	});
});

describe('Send Once Key', () => {
	const keyed = withOptions({ sendOnceKey: '={{ $json.to }}' });

	test('a later execution skips what was sent, and sends what was rejected', async () => {
		const people = [...recipients(4), { to: SUPPRESSED }];
		await send(people, keyed);
		harness.livevox.state.suppressedNumbers = [];
		const run = await send(people, keyed);
		expect(statuses(run)).toEqual(['skipped', 'skipped', 'skipped', 'skipped', 'accepted']);
	});

	test('executions at the same time send each once', async () => {
		harness.livevox.faults.add({ route: 'send', kind: 'latency', ms: 20 });
		const people = recipients(80);
		const runs = await Promise.all([1, 2, 3].map(async () => await harness.run(keyed, people, CONTINUE)));
		expect([...harness.reached].sort()).toEqual(numbersOf(people));
		expect(runs.map((run) => count(run, 'accepted')).reduce((sum, each) => sum + each)).toBe(80);
		expect(runs.flatMap(statuses).filter((status) => status === 'skipped')).toHaveLength(160);
	});
});

describe('Rate limit', () => {
	test.each(['none', 'seconds'] as const)('all go out below it (Retry-After: %s)', async (retryAfter) => {
		harness.livevox.switches.rateLimit = { perSecond: 40, burst: 10, retryAfter, status: 429 };
		const run = await send(recipients(60));
		expect(count(run, 'accepted')).toBe(60);
		expect(harness.reached).toHaveLength(60);
	});

	test('Max Rate Limit Wait ends the wait', async () => {
		harness.livevox.faults.add({ route: 'send', kind: 'rateLimited', retryAfter: 60 });
		const run = await send(recipients(3), withOptions({ maxRateLimitWait: 1 }));
		expect(statuses(run)).toEqual(['rejected', 'rejected', 'rejected']);
	});
});

describe('Faults', () => {
	test.each([
		['the connection breaks after the request', { kind: 'resetAfter' }],
		['status 502', { kind: 'status', status: 502 }],
		['half a response', { kind: 'truncated' }],
		['a page that is no JSON', { kind: 'notJson', carriedOut: true }],
	] as const)('%s: unknown, and not sent again', async (_, fault) => {
		harness.livevox.faults.add({ route: 'send', on: 1, ...fault });
		const run = await send(recipients(3), withOptions({ maxConcurrency: 1 }));
		expect(statuses(run)).toEqual(['unknown', 'accepted', 'accepted']);
		expect(harness.livevox.record.count('send')).toBe(3);
	});

	test('no response in time: unknown', async () => {
		harness.livevox.faults.add({ route: 'send', on: 1, kind: 'neverAnswers', carriedOut: true });
		const run = await send(recipients(1), withOptions({ timeout: 1 }));
		expect(failureOf(run.items[0])).toMatchObject({ outcome: 'unknown' });
	});

	test('503 with Retry-After: waited for', async () => {
		harness.livevox.faults.add({ route: 'send', on: 1, kind: 'status', status: 503, retryAfter: 1 });
		expect(statuses(await send(recipients(1)))).toEqual(['accepted']);
	});
});

describe('Stop', () => {
	test('no message begins after it', async () => {
		harness.livevox.faults.add({ route: 'send', kind: 'latency', ms: 30 });
		const execution = harness.start(withOptions({ maxConcurrency: 10 }), recipients(100), CONTINUE);
		await harness.livevox.record.waitFor('send', 25);
		await harness.stop(execution);
		expect(harness.livevox.record.count('send')).toBeLessThanOrEqual(35);
	});
});

describe('Tool of an AI agent', () => {
	const call = async (...calls: IDataObject[]) => await agentCalls(harness, 'test.agent', calls);

	test('sends, and the same call again sends nothing', async () => {
		const message = { to: '415-555-0101', message: 'We open at 9.' };
		const answers = await call(message, message);
		for (const answer of answers) expect(answer).toContain('accepted');
		expect(harness.reached).toEqual(['4155550101']);
	});

	test('tells the model how to fix a call', async () => {
		const [answer] = await call({ to: INVALID, message: 'Hello' });
		expect(answer).toContain("'To' has 8 digits instead of 10");
		expect(answer).toContain('Enter 10 digits with the area code');
	});
});

describe('Dropdowns', () => {
	test.each([
		['searchCodes', 'collections', '14155550101'],
		['searchTemplates', 'payment', '76001'],
		['searchServices', 'reminders', '100915'],
	])('%s', async (method, filter, value) => {
		const { results } = await harness.engine.listSearch(method, filter);
		expect(results.map((each) => each.value)).toContain(value);
	});
});

describe("Credential's test", () => {
	test('passes', async () => {
		expect(await harness.engine.testCredential()).toMatchObject({ status: 'OK' });
	});

	test('fails in words', async () => {
		harness.changeCredential({ password: 'wrong' });
		expect((await harness.engine.testCredential()).message).toContain('rejected the login');
	});
});

describe('Whom and when', () => {
	const people = () => recipients(3);
	const [first, second] = numbersOf(recipients(3)) as [string, string];

	test('Do Not Send To skips', async () => {
		expect(statuses(await send(people(), withOptions({ doNotSendTo: second })))).toEqual([
			'accepted',
			'skipped',
			'accepted',
		]);
	});

	test('Only Send To of the credential rejects all others', async () => {
		harness.changeCredential({ onlySendTo: first });
		expect(statuses(await send(people()))).toEqual(['accepted', 'rejected', 'rejected']);
	});

	test('Sending Hours hold', async () => {
		const hour = new Date().getUTCHours();
		const hours = { from: `${(hour + 2) % 24}:00`, to: `${(hour + 3) % 24}:00`, timeZone: 'Africa/Abidjan' };
		expect(statuses(await send(people(), withOptions({ sendingHours: { hours } })))).toEqual(['held', 'held', 'held']);
		expect(harness.livevox.record.count('send')).toBe(0);
	});
});

describe('All of these', () => {
	test('nobody twice, nobody lost', () => {
		expect(tally).toEqual({ twice: 0, lost: 0 });
	});
});
