import { PatientStore } from '../../nodes/LiveVoxSms/delivery/patientStore';
import { MemoryStore } from './memory-store';
import { VirtualTime } from './virtual-time';

/** A store that has worked. */
async function worked() {
	const time = new VirtualTime();
	const memory = new MemoryStore();
	const store = new PatientStore(memory, time.surroundings);
	await store.record(['a']);
	return { time, memory, store };
}

test('a store that never worked is not waited for', async () => {
	const memory = new MemoryStore();
	memory.refusal = 'no database';
	const store = new PatientStore(memory, new VirtualTime().surroundings);
	await expect(store.record(['a'])).rejects.toThrow('no database');
	expect(memory.calls).toEqual([
		['record', 1],
		['record', 1],
	]);
});

test('a store that was busy for one call gives what was asked at once', async () => {
	const memory = new MemoryStore();
	memory.pause = async () => {
		memory.pause = async () => {};
		throw new Error('SQLITE_BUSY');
	};
	const store = new PatientStore(memory, new VirtualTime().surroundings);
	expect(await store.record(['a'])).toEqual({ new: ['a'], processed: [] });
	expect(memory.calls).toHaveLength(2);
});

test.each(['record', 'remove'] as const)(
	'one that has worked is asked every second for a minute: %s',
	async (call) => {
		const { time, memory, store } = await worked();
		const askedAt: number[] = [];
		memory.pause = async () => {
			askedAt.push(time.now());
			throw new Error(`no database, ${askedAt.length}`);
		};
		const started = time.now();
		await expect(time.until<unknown>(store[call](['b']))).rejects.toThrow('no database, 61');
		expect(askedAt.map((at) => at - started)).toEqual(
			Array.from({ length: 61 }, (_, second) => second * 1_000),
		);
	},
);

test('one that comes back gives what was asked', async () => {
	const { time, memory, store } = await worked();
	memory.refusal = 'no database';
	void time.sleep(2_500).then(() => (memory.refusal = undefined));
	expect(await time.until(store.record(['a', 'b']))).toEqual({ new: ['b'], processed: ['a'] });
	expect(memory.calls).toHaveLength(1 + 4);
});

test('a stop ends the waiting', async () => {
	const { time, memory, store } = await worked();
	memory.refusal = 'no database';
	void time.sleep(2_500).then(() => (time.isStopped = true));
	await expect(time.until(store.remove(['a']))).rejects.toThrow('no database');
	expect(memory.calls).toHaveLength(1 + 4);
});

test('a clock that is set back makes the minute no longer', async () => {
	const { time, memory, store } = await worked();
	memory.refusal = 'no database';
	void time.sleep(2_500).then(() => time.set(-3_600_000));
	const started = time.passed;
	await expect(time.until(store.record(['b']))).rejects.toThrow('no database');
	expect(time.passed - started).toBeLessThan(70_000);
});
