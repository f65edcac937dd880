import type { FaultRule } from '../simulator';
import { failureOf, listCodes, listTemplates, locator, recipients, sendMessage, Harness } from './harness';

const CONTINUE = { onError: 'continueRegularOutput' } as const;
const ITEMS = recipients(40);
const numbers = ITEMS.map(({ to }) => String(to));
const patient = (maxRateLimitWait: number) => ({ ...sendMessage, options: { maxRateLimitWait } });

const everyoneOnce = (harness: Harness) => expect([...harness.reached].sort()).toEqual([...numbers].sort());

const inTwoSeconds = () => new Date(Date.now() + 2000).toUTCString();

/** Most of these tests wait: those of a chapter run in parallel, each with a LiveVox of its own. */
const own =
	<Row extends unknown[]>(test: (harness: Harness, ...row: Row) => Promise<void>) =>
	async (...row: Row) => {
		const harness = await Harness.start();
		try {
			await test(harness, ...row);
		} finally {
			await harness.close();
		}
	};

describe('Max Rate Limit Wait', () => {
	test.concurrent(
		'rejects at once what would have to wait for an hour, and asks no more',
		own(async (harness) => {
			harness.livevox.faults.add({
				route: 'send',
				on: (n) => n > 3,
				kind: 'rateLimited',
				retryAfter: 3600,
			});
			const started = Date.now();
			const { items } = await harness.run(sendMessage, ITEMS, CONTINUE);
			expect(Date.now() - started).toBeLessThan(3000);
			expect(harness.reached).toHaveLength(3);
			const failed = items.filter(({ json }) => json.error);
			expect(failed).toHaveLength(37);
			for (const item of failed) {
				expect(failureOf(item)).toMatchObject({ outcome: 'rejected', httpStatus: 429 });
			}
			expect(harness.livevox.record.count('send')).toBeLessThanOrEqual(13);
		}),
	);

	test.concurrent(
		'is kept where LiveVox never gives way',
		own(async (harness) => {
			harness.livevox.faults.add({ route: 'send', kind: 'rateLimited' });
			const started = Date.now();
			const { items } = await harness.run(patient(2), ITEMS, CONTINUE);
			expect(Date.now() - started).toBeLessThan(4000);
			expect(items.map((item) => failureOf(item).outcome)).toEqual(Array(40).fill('rejected'));
		}),
	);

	test.concurrent(
		'of 0 does not wait at all',
		own(async (harness) => {
			harness.livevox.faults.add({ route: 'send', on: 1, kind: 'rateLimited' });
			const { items } = await harness.run(patient(0), ITEMS.slice(0, 1), CONTINUE);
			expect(failureOf(items[0])).toMatchObject({ outcome: 'rejected', httpStatus: 429 });
			expect(harness.livevox.record.count('send')).toBe(1);
		}),
	);
});

describe('the pace', () => {
	test.concurrent(
		'follows a limit of 50 a second that LiveVox shows only by 429',
		own(async (harness) => {
			harness.livevox.switches.rateLimit = {
				perSecond: 50,
				burst: 10,
				retryAfter: 'none',
				status: 429,
			};
			await harness.run(sendMessage, ITEMS);
			everyoneOnce(harness);
		}),
		30_000,
	);

	// By itself, for it measures how quick this process is too.
	test(
		'begins with ten messages on their way and goes on to more, up to Max Concurrency',
		own(async (harness) => {
			harness.livevox.faults.add({ route: 'send', kind: 'latency', ms: 100 });
			const { record } = harness.livevox;
			const execution = harness.start(sendMessage, recipients(200));
			await new Promise<void>((resolve) => (record.onFinish = ({ route }) => route === 'send' && resolve()));
			expect(record.count('send')).toBeLessThanOrEqual(11);
			await harness.result(execution);
			expect(record.maxInFlight).toBeGreaterThan(20);
			expect(record.maxInFlight).toBeLessThanOrEqual(50);
			record.maxInFlight = 0;
			await harness.run({ ...sendMessage, options: { maxConcurrency: 3 } }, ITEMS);
			expect(harness.livevox.record.maxInFlight).toBe(3);
		}),
	);

	test.concurrent(
		'is never above Messages per Second',
		own(async (harness) => {
			await harness.run({ ...sendMessage, options: { messagesPerSecond: 20 } }, ITEMS);
			const times = harness.livevox.record.sent.map(({ at }) => at);
			for (const start of times) {
				const inSecond = times.filter((at) => at >= start && at < start + 1000);
				expect(inSecond.length).toBeLessThanOrEqual(21);
			}
			everyoneOnce(harness);
		}),
		30_000,
	);

	test.concurrent(
		'keeps the order of the items although answers come out of order',
		own(async (harness) => {
			harness.livevox.faults.add({ route: 'send', on: (n) => n % 3 === 0, kind: 'latency', ms: 50 });
			const { items } = await harness.run(sendMessage, ITEMS);
			expect(items.map(({ json }) => json.to)).toEqual(numbers);
			expect(items.map(({ pairedItem }) => pairedItem)).toEqual(ITEMS.map((_, item) => ({ item })));
		}),
	);
});

describe('a storm of rejections', () => {
	// What else can stand in the header is in test/unit/retry-after.test.ts.
	test.concurrent.each<[string, NonNullable<FaultRule['on']>, string | number | undefined]>([
		['every second request', (n) => n % 2 === 0, undefined],
		['eight in a row', (n) => n > 5 && n <= 13, undefined],
		['with Retry-After in seconds', [3, 4, 12], 1],
		['with Retry-After as a date', 3, inTwoSeconds()],
	])(
		'loses nobody and repeats nobody: %s',
		own(async (harness, _, on, retryAfter) => {
			const limited = {
				kind: 'rateLimited',
				...(retryAfter !== undefined && { retryAfter }),
			} as const;
			harness.livevox.faults.add({ route: 'send', on, ...limited });
			const { items } = await harness.run(sendMessage, ITEMS.slice(0, 16));
			expect(items.map(({ json }) => json.to)).toEqual(numbers.slice(0, 16));
			expect([...harness.reached].sort()).toEqual(numbers.slice(0, 16).sort());
		}),
	);
});

describe('a login that LiveVox puts off', () => {
	test.concurrent.each([
		['429', { status: 429 }],
		['429 with Retry-After', { status: 429, retryAfter: 1 }],
		['503 with Retry-After', { status: 503, retryAfter: 1 }],
	])(
		'%s is made again, once for all who wait',
		own(async (harness, _, answer) => {
			harness.livevox.faults.add({ route: 'login', on: (n) => n <= 2, kind: 'status', ...answer });
			const { items } = await harness.run(sendMessage, recipients(20));
			expect(items.map(({ json }) => json.status)).toEqual(Array(20).fill('accepted'));
			expect(harness.reached).toHaveLength(20);
			expect(harness.livevox.record.count('login')).toBeLessThanOrEqual(4);
		}),
	);
});

describe('a look-up that LiveVox puts off', () => {
	const putOff = { kind: 'status', status: 429, on: (n: number) => n <= 2 } as const;
	const byTemplate = {
		...sendMessage,
		from: '',
		content: 'template',
		template: locator(75870),
	};

	test.concurrent.each([
		['templates', listTemplates, 5],
		['codes', listCodes, 4],
	] as const)(
		'a list of %s waits',
		own(async (harness, route, parameters, rows) => {
			harness.livevox.faults.add({ route, ...putOff });
			const { items } = await harness.run(parameters, [{}]);
			expect(items).toHaveLength(rows);
		}),
	);

	test.concurrent(
		'the templates that a message needs are waited for, and everyone is reached',
		own(async (harness) => {
			harness.livevox.faults.add({ route: 'templates', ...putOff });
			await harness.run(byTemplate, ITEMS);
			everyoneOnce(harness);
		}),
	);

	test.concurrent.each(['codes', 'callCenters', 'services'] as const)(
		'a dry run waits for its %s',
		own(async (harness, route) => {
			harness.livevox.faults.add({ route, ...putOff });
			const dry = { ...sendMessage, options: { dryRun: true } };
			const { items, hints } = await harness.run(dry, recipients(1));
			expect(items[0]?.json).toMatchObject({ status: 'dryRun', resolved: { from: 'Short_Code' } });
			expect(hints.join()).not.toContain('without the name');
		}),
	);

	test.concurrent(
		'no longer than Max Rate Limit Wait, and says how long LiveVox asked to wait',
		own(async (harness) => {
			harness.livevox.faults.add({ route: 'templates', kind: 'rateLimited', retryAfter: 3600 });
			const started = Date.now();
			const { error } = await harness.run({ ...byTemplate, options: { maxRateLimitWait: 5 } }, ITEMS);
			expect(Date.now() - started).toBeLessThan(3000);
			expect(error?.description).toContain('LiveVox asked to wait 3,600 seconds.');
			expect(harness.reached).toEqual([]);
		}),
	);

	test.concurrent(
		'a dropdown waits too',
		own(async (harness) => {
			harness.livevox.faults.add({ route: 'codes', ...putOff });
			expect((await harness.engine.listSearch('searchCodes')).results).toHaveLength(4);
		}),
	);
});

test.concurrent(
	'after a rejected login no message counts as tried',
	own(async (harness) => {
		harness.changeCredential({ password: 'not-the-password' });
		const { error } = await harness.run(sendMessage, recipients(20));
		expect(error?.description).toContain("Of 20 messages, 0 were accepted and 20 weren't tried.");
	}),
);
