import { ChunkSize } from '../../nodes/LiveVoxSms/delivery/chunkSize';

/** A store whose calls take that long, in a run where LiveVox answers a message every so often. */
async function sizesOf(callMs: number, msPerMessage: number, most = 1_000): Promise<number[]> {
	let time = 5_000;
	const chunks = new ChunkSize(most, () => time);
	const sizes: number[] = [];
	for (let sent = 0; sizes.length < 20; sent += sizes.at(-1)!) {
		sizes.push(chunks.next(sent));
		const before = time;
		await chunks.timed(Promise.resolve().then(() => (time += callMs)));
		time = Math.max(time, before + sizes.at(-1)! * msPerMessage);
	}
	return sizes;
}

test('the first chunk is small: nothing is known of the store', async () => {
	expect((await sizesOf(20, 5))[0]).toBe(10);
});

test('a fast store is asked often, so that little is unknown after a crash', async () => {
	expect(new Set(await sizesOf(1, 5))).toEqual(new Set([10]));
});

test.each([
	[5, 5, 34],
	[10, 5, 67],
	[23, 5, 154],
	[23, 40, 20],
])(
	'calls of %i ms beside a message every %i ms: %i at a time, 3 %% of the time',
	async (callMs, ms, size) => {
		expect((await sizesOf(callMs, ms)).at(-1)).toBe(size);
	},
);

test('a call that had to wait now and then does not count', async () => {
	let time = 0;
	const chunks = new ChunkSize(1_000, () => time);
	const sizes = [];
	for (const callMs of [2, 40, 2, 30, 30, 2, 50]) {
		await chunks.timed(Promise.resolve().then(() => (time += callMs)));
		time += 50;
		sizes.push(chunks.next(time / 5));
	}
	expect(sizes).toEqual(Array(7).fill(14));
});

test('the last 25 calls count: a quick one is forgotten once the store has been slow for long', async () => {
	let time = 0;
	const chunks = new ChunkSize(1_000, () => time);
	const call = async (ms: number) => await chunks.timed(Promise.resolve().then(() => (time += ms)));
	await call(2);
	for (let slow = 1; slow < 25; slow++) await call(20);
	time = 5_000;
	expect(chunks.next(1_000)).toBe(14);
	await call(20);
	time = 5_000;
	expect(chunks.next(1_000)).toBe(134);
});

test('however slow the store is, no more are claimed than the caller allows', async () => {
	expect((await sizesOf(500, 5, 65)).at(-1)).toBe(65);
	expect((await sizesOf(1, 5, 7)).at(-1)).toBe(7);
});
