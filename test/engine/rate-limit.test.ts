import {
	failureOf,
	listCodes,
	listTemplates,
	locator,
	recipients,
	sendMessage,
	World,
} from './world';

let world: World;
beforeAll(async () => (world = await World.start()));
afterEach(() => world.reset());
afterAll(async () => await world.close());

const CONTINUE = { onError: 'continueRegularOutput' } as const;
const ITEMS = recipients(40);
const numbers = ITEMS.map(({ to }) => String(to));
const patient = (maxRateLimitWait: number) => ({ ...sendMessage, options: { maxRateLimitWait } });

const everyoneOnce = () => expect([...world.reached].sort()).toEqual([...numbers].sort());

describe('Max Rate Limit Wait', () => {
	test('rejects at once what would have to wait for an hour, and asks no more', async () => {
		world.livevox.faults.add({
			route: 'send',
			on: (n) => n > 3,
			kind: 'rateLimited',
			retryAfter: 3600,
		});
		const started = Date.now();
		const { items } = await world.run(sendMessage, ITEMS, CONTINUE);
		expect(Date.now() - started).toBeLessThan(3000);
		expect(world.reached).toHaveLength(3);
		const failed = items.filter(({ json }) => json.error);
		expect(failed).toHaveLength(37);
		for (const item of failed) {
			expect(failureOf(item)).toMatchObject({ outcome: 'rejected', httpStatus: 429 });
		}
		expect(world.livevox.record.count('send')).toBeLessThanOrEqual(13);
	});

	test('is kept where LiveVox never gives way', async () => {
		world.livevox.faults.add({ route: 'send', kind: 'rateLimited' });
		const started = Date.now();
		const { items } = await world.run(patient(2), ITEMS, CONTINUE);
		expect(Date.now() - started).toBeLessThan(4000);
		expect(items.map((item) => failureOf(item).outcome)).toEqual(Array(40).fill('rejected'));
	});

	test('of 0 does not wait at all', async () => {
		world.livevox.faults.add({ route: 'send', on: 1, kind: 'rateLimited' });
		const { items } = await world.run(patient(0), ITEMS.slice(0, 1), CONTINUE);
		expect(failureOf(items[0])).toMatchObject({ outcome: 'rejected', httpStatus: 429 });
		expect(world.livevox.record.count('send')).toBe(1);
	});
});

describe('the pace', () => {
	test('follows a limit of 50 a second that LiveVox shows only by 429', async () => {
		world.livevox.switches.rateLimit = {
			perSecond: 50,
			burst: 10,
			retryAfter: 'none',
			status: 429,
		};
		await world.run(sendMessage, ITEMS);
		everyoneOnce();
	}, 30_000);

	test('holds up to ten messages on their way, unless told otherwise', async () => {
		world.livevox.faults.add({ route: 'send', kind: 'latency', ms: 30 });
		await world.run(sendMessage, ITEMS);
		expect(world.livevox.record.maxInFlight).toBe(10);
		world.livevox.record.maxInFlight = 0;
		await world.run({ ...sendMessage, options: { maxConcurrency: 3 } }, ITEMS);
		expect(world.livevox.record.maxInFlight).toBe(3);
	});

	test('is never above Messages per Second', async () => {
		await world.run({ ...sendMessage, options: { messagesPerSecond: 20 } }, ITEMS);
		const times = world.livevox.record.sent.map(({ at }) => at);
		for (const start of times) {
			const inSecond = times.filter((at) => at >= start && at < start + 1000);
			expect(inSecond.length).toBeLessThanOrEqual(21);
		}
		everyoneOnce();
	}, 30_000);

	test('recovers its width after a storm', async () => {
		world.livevox.faults.add({ route: 'send', on: (n) => n > 20 && n <= 30, kind: 'rateLimited' });
		world.livevox.faults.add({ route: 'send', kind: 'latency', ms: 100 });
		await world.run(sendMessage, recipients(150));
		const [first = 0, last = 0] = [
			world.livevox.record.sent[40]?.at,
			world.livevox.record.sent[149]?.at,
		];
		// At full width, ten at a time, a hundred messages take a second.
		expect(last - first).toBeLessThan(4000);
	}, 30_000);

	test('keeps the order of the items although answers come out of order', async () => {
		world.livevox.faults.add({ route: 'send', on: (n) => n % 3 === 0, kind: 'latency', ms: 50 });
		const { items } = await world.run(sendMessage, ITEMS);
		expect(items.map(({ json }) => json.to)).toEqual(numbers);
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual(ITEMS.map((_, item) => ({ item })));
	});
});

describe('a login that LiveVox puts off', () => {
	test.each([
		['429', { status: 429 }],
		['429 with Retry-After', { status: 429, retryAfter: 1 }],
		['503 with Retry-After', { status: 503, retryAfter: 1 }],
	])('%s is made again, once for all who wait', async (_, answer) => {
		world.livevox.faults.add({ route: 'login', on: (n) => n <= 2, kind: 'status', ...answer });
		const { items } = await world.run(sendMessage, recipients(20));
		expect(items.map(({ json }) => json.status)).toEqual(Array(20).fill('accepted'));
		expect(world.reached).toHaveLength(20);
		expect(world.livevox.record.count('login')).toBeLessThanOrEqual(4);
	});
});

describe('a look-up that LiveVox puts off', () => {
	const putOff = { kind: 'status', status: 429, on: (n: number) => n <= 2 } as const;
	const byTemplate = {
		...sendMessage,
		from: '',
		content: 'template',
		template: locator(75870),
	};

	test.each([
		['templates', listTemplates, 5],
		['codes', listCodes, 4],
	] as const)('a list of %s waits', async (route, parameters, rows) => {
		world.livevox.faults.add({ route, ...putOff });
		const { items } = await world.run(parameters, [{}]);
		expect(items).toHaveLength(rows);
	});

	test('the templates that a message needs are waited for, and everybody is reached', async () => {
		world.livevox.faults.add({ route: 'templates', ...putOff });
		await world.run(byTemplate, ITEMS);
		everyoneOnce();
	});

	test.each(['codes', 'callCenters', 'services'] as const)(
		'a dry run waits for its %s',
		async (route) => {
			world.livevox.faults.add({ route, ...putOff });
			const dry = { ...sendMessage, options: { dryRun: true } };
			const { items, hints } = await world.run(dry, recipients(1));
			expect(items[0]?.json).toMatchObject({ status: 'dryRun', resolved: { from: 'Short_Code' } });
			expect(hints.join()).not.toContain('without the name');
		},
	);

	test('no longer than Max Rate Limit Wait, and says how long LiveVox asked to wait', async () => {
		world.livevox.faults.add({ route: 'templates', kind: 'rateLimited', retryAfter: 3600 });
		const started = Date.now();
		const { error } = await world.run({ ...byTemplate, options: { maxRateLimitWait: 5 } }, ITEMS);
		expect(Date.now() - started).toBeLessThan(3000);
		expect(error?.description).toContain('LiveVox asked to wait 3,600 s.');
		expect(world.reached).toEqual([]);
	});

	test('a dropdown waits too', async () => {
		world.livevox.faults.add({ route: 'codes', ...putOff });
		expect((await world.engine.listSearch('searchCodes')).results).toHaveLength(4);
	});
});

test('after a rejected login no message counts as tried', async () => {
	world.changeCredential({ password: 'not-the-password' });
	const { error } = await world.run(sendMessage, recipients(20));
	expect(error?.description).toContain('Accepted: 0 of 20 messages. Not tried: 20.');
});
