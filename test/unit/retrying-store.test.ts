import { RetryingStore } from '../../nodes/LiveVoxSms/delivery/retryingStore';
import { MemoryStore } from './memory-store';
import { VirtualTime } from './virtual-time';

function fixture() {
	const time = new VirtualTime();
	const memory = new MemoryStore();
	return { time, memory, store: new RetryingStore(memory, time.runtime) };
}

/** A store that has worked. */
async function worked() {
	const made = fixture();
	await made.store.record(['a']);
	return made;
}

describe('keys', () => {
	test('are recorded, and those that were there told', async () => {
		const { memory, store } = fixture();
		expect(await store.record(['a', 'b'])).toEqual(new Set());
		expect(await store.record(['b', 'c', 'a'])).toEqual(new Set(['a', 'b']));
		expect(memory.content).toEqual(['a', 'b', 'c']);
	});

	test('if there are none ask nobody', async () => {
		const { memory, store } = fixture();
		store.release(['a']);
		expect(await store.record([])).toEqual(new Set());
		expect(memory.calls).toEqual([]);
	});

	test('that are released go together with the next flush, and only once', async () => {
		const { memory, store } = fixture();
		await store.record(['a', 'b', 'c']);
		store.release(['a']);
		store.release(['b']);
		expect(memory.content).toEqual(['a', 'b', 'c']);
		await store.flush();
		await store.flush();
		expect(memory.content).toEqual(['c']);
		expect(memory.calls).toEqual([
			['record', 3],
			['remove', 2],
		]);
	});

	test('that are released go before the next are recorded, which may be the same', async () => {
		const { memory, store } = await worked();
		store.release(['a']);
		expect(await store.record(['a', 'b'])).toEqual(new Set());
		expect(memory.content).toEqual(['a', 'b']);
	});

	test('that are released while others are being removed go with the flush after it', async () => {
		const { time, memory, store } = await worked();
		await store.record(['b']);
		memory.pause = async () => await time.sleep(5);
		store.release(['a']);
		const flushing = store.flush();
		store.release(['b']);
		await time.until(flushing);
		expect(memory.content).toEqual(['b']);
		await time.until(store.flush());
		expect(memory.content).toEqual([]);
	});

	test('are not recorded before those that are released are gone', async () => {
		const { memory, store } = fixture();
		store.release(['a']);
		memory.remove = async () => await Promise.reject(new Error('no database'));
		expect(await store.record(['a'])).toBeUndefined();
		expect(memory.content).toEqual([]);
	});

	test('that could not be removed are removed later', async () => {
		const { memory, store } = fixture();
		memory.error = 'no database';
		store.release(['a']);
		expect(await store.flush()).toBe(false);
		memory.error = undefined;
		await memory.record(['a']);
		expect(await store.flush()).toBe(true);
		expect(memory.content).toEqual([]);
	});
});

describe('without a lock', () => {
	test('keys are recorded, and those that were there told; nothing else is left', async () => {
		const { time, memory, store } = await worked();
		expect(await time.until(store.recordUnlocked(['a', 'b']))).toEqual(new Set(['a']));
		await store.flush();
		expect(memory.content).toEqual(['a', 'b']);
	});

	test('it looks again after the time that two calls take, at most after a quarter of a second', async () => {
		const { time, memory, store } = await worked();
		memory.pause = async () => await time.sleep(10);
		const startedAt = time.now();
		await time.until(store.recordUnlocked(['b']));
		expect(time.now() - startedAt).toBe(4 * 20);
		memory.pause = async () => await time.sleep(500);
		const slowAt = time.now();
		await time.until(store.recordUnlocked(['c']));
		// The mark is removed first.
		expect(time.now() - slowAt).toBe(3 * 1_000 + 250);
	});

	test('what another process has overwritten is recorded again, and what that process has recorded is told', async () => {
		const { time, memory, store } = await worked();
		memory.pause = async () => await time.sleep(10);
		const recording = store.recordUnlocked(['b', 'c']);
		void time.sleep(30).then(async () => {
			memory.pause = async () => undefined;
			await memory.remove(memory.content.filter((key) => key !== 'a'));
			await memory.record(['c', 'd']);
		});
		expect(await time.until(recording)).toEqual(new Set(['c']));
		await store.flush();
		expect(memory.content).toEqual(['a', 'b', 'c', 'd']);
	});

	test('if there are none, asks nobody', async () => {
		const { memory, store } = fixture();
		expect(await store.recordUnlocked([])).toEqual(new Set());
		expect(memory.calls).toEqual([]);
	});

	test.each([
		['the first call', 0],
		['the look', 1],
	])('a store that fails tells nothing: %s', async (_, calls) => {
		const { time, memory, store } = await worked();
		let left = calls * 2;
		memory.pause = async () => {
			if (left-- <= 0) throw new Error('no database');
		};
		expect(await time.until(store.recordUnlocked(['b']))).toBeUndefined();
	});
});

test('counts the time of its calls, without the pauses between them', async () => {
	const { time, memory, store } = fixture();
	memory.pause = async () => await time.sleep(10);
	await time.until(store.record(['a']));
	memory.error = 'no database';
	void time.sleep(1_500).then(() => (memory.error = undefined));
	await time.until(store.record(['b']));
	expect(store.busyMs).toBe(40);
});

test('a store that never worked is not waited for', async () => {
	const { memory, store } = fixture();
	memory.error = 'no database';
	expect(await store.record(['a'])).toBeUndefined();
	expect(store).toMatchObject({ hasWorked: false, error: 'no database' });
	expect(memory.calls).toEqual([
		['record', 1],
		['record', 1],
	]);
});

test('a store that was busy for one call gives what was asked at once', async () => {
	const { memory, store } = fixture();
	memory.pause = async () => {
		memory.pause = async () => {};
		throw new Error('SQLITE_BUSY');
	};
	expect(await store.record(['a'])).toEqual(new Set());
	expect(store).toMatchObject({ hasWorked: true, error: undefined });
	expect(memory.calls).toHaveLength(2);
});

test('one that has worked is asked every second for a minute', async () => {
	const { time, memory, store } = await worked();
	const askedAt: number[] = [];
	memory.pause = async () => {
		askedAt.push(time.now());
		throw new Error(`no database, ${askedAt.length}`);
	};
	const started = time.now();
	expect(await time.until(store.record(['b']))).toBeUndefined();
	expect(store.error).toBe('no database, 61');
	expect(askedAt.map((at) => at - started)).toEqual(Array.from({ length: 61 }, (_, second) => second * 1_000));
});

test('one that comes back gives what was asked', async () => {
	const { time, memory, store } = await worked();
	memory.error = 'no database';
	void time.sleep(2_500).then(() => (memory.error = undefined));
	expect(await time.until(store.record(['a', 'b']))).toEqual(new Set(['a']));
	expect(memory.calls).toHaveLength(1 + 4);
});

test('a stop ends the waiting', async () => {
	const { time, memory, store } = await worked();
	memory.error = 'no database';
	void time.sleep(2_500).then(() => (time.isStopped = true));
	expect(await time.until(store.record(['b']))).toBeUndefined();
	expect(memory.calls).toHaveLength(1 + 4);
});
