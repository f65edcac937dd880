import { BatchSize } from '../../nodes/LiveVoxSms/delivery/batchSize';

const DEFAULTS = { maxConcurrency: 50, messagesPerSecond: 0 };
const MANY = 100_000;

/** The sizes that it gives if the messages start at a rate per second, and the calls for each batch take `callsMs`. */
function sizesAt(
	perSecond: number,
	callsMs: number,
	limits = DEFAULTS,
	hasKeys = false,
	max = 5_000,
	batches = 20,
): number[] {
	const batchSize = new BatchSize(0, limits, hasKeys, max);
	const sizes: number[] = [];
	let [now, busyMs] = [0, 0];
	for (let batch = 0; batch < batches; batch++) {
		const size = batchSize.next({ now, busyMs, left: 0, rest: MANY });
		sizes.push(size);
		batchSize.onClaimed(size);
		busyMs += callsMs;
		now += callsMs + (size * 1_000) / perSecond;
	}
	return sizes;
}

test.each([
	[DEFAULTS, 20],
	[{ maxConcurrency: 4, messagesPerSecond: 0 }, 8],
	[{ maxConcurrency: 50, messagesPerSecond: 12 }, 12],
	[{ maxConcurrency: 1, messagesPerSecond: 0.1 }, 5],
])('begins with twice what may be pending at first: %j', (limits, expected) => {
	expect(sizesAt(100, 10, limits)[0]).toBe(expected);
});

test.each([
	[50, 4],
	[500, 10],
	[500, 15],
	[20, 1],
])('at %i a second, calls of %i ms take 4 % of the time, or batches are of five messages', (perSecond, callsMs) => {
	const sizes = sizesAt(perSecond, callsMs);
	const seconds = sizes.reduce((sum, size) => sum + size, 0) / perSecond;
	const share = (sizes.length * callsMs) / 1_000 / seconds;
	expect(share).toBeLessThan(0.045);
	if (Math.min(...sizes) > 5) expect(share).toBeGreaterThan(0.033);
});

test('what the first batches have cost too much, later ones make up for, within half a second', () => {
	const sizes = sizesAt(500, 15);
	expect(sizes[1]).toBe(250);
	expect(Math.max(...sizes)).toBe(250);
	expect(sizes.at(-1)).toBeLessThan(200);
});

test('with keys, batches last five times as long as the calls, however much those have cost', () => {
	const sizes = sizesAt(500, 15, DEFAULTS, true);
	expect(sizes[1]).toBe(38);
	expect(Math.max(...sizes)).toBe(38);
});

test.each([
	[30, 250],
	[100, 625],
])('if calls take %i ms, batches last half a second, or 12.5 times as long as the calls', (callsMs, size) => {
	expect(sizesAt(500, callsMs).at(-1)).toBe(size);
});

test("messages that can't have started at the rate that the user allows aren't claimed", () => {
	const limits = { maxConcurrency: 50, messagesPerSecond: 20 };
	expect(Math.max(...sizesAt(1_000, 30, limits).slice(1))).toBe(10);
});

test('after a batch of which most were skipped the next one is of a hundred', () => {
	const batchSize = new BatchSize(0, DEFAULTS, false, 5_000);
	expect(batchSize.next({ now: 0, busyMs: 0, left: 0, rest: MANY })).toBe(20);
	batchSize.onClaimed(1);
	expect(batchSize.next({ now: 1_015, busyMs: 15, left: 0, rest: MANY })).toBe(100);
	batchSize.onClaimed(0);
	expect(batchSize.next({ now: 1_030, busyMs: 30, left: 0, rest: MANY })).toBe(100);
	batchSize.onClaimed(60);
	expect(batchSize.next({ now: 7_045, busyMs: 45, left: 0, rest: MANY })).toBe(5);
});

test('no call is made for a few last ones, and no batch is of more than the most', () => {
	const batchSize = new BatchSize(0, DEFAULTS, false, 22);
	expect(batchSize.next({ now: 0, busyMs: 0, left: 0, rest: 25 })).toBe(22);
	expect(new BatchSize(0, DEFAULTS, false, 5_000).next({ now: 0, busyMs: 0, left: 0, rest: 25 })).toBe(25);
	expect(new BatchSize(0, DEFAULTS, false, 5_000).next({ now: 0, busyMs: 0, left: 0, rest: 26 })).toBe(20);
});

test("messages that are left from the batch before haven't started", () => {
	const batchSize = new BatchSize(0, DEFAULTS, false, 5_000);
	batchSize.next({ now: 0, busyMs: 0, left: 0, rest: MANY });
	batchSize.onClaimed(20);
	// 15 in 100 ms, calls of 20 ms.
	expect(batchSize.next({ now: 120, busyMs: 20, left: 5, rest: MANY })).toBe(75);
	batchSize.onClaimed(75);
	// 70 in 100 ms.
	expect(batchSize.next({ now: 240, busyMs: 40, left: 10, rest: MANY })).toBe(350);
});
