import { SendOnceKeys } from '../../nodes/LiveVoxSms/delivery/sendOnceKeys';
import { MemoryStore } from './memory-store';
import { VirtualTime } from './virtual-time';

/** Stopped, so that a store that fails isn't waited for. */
const keysIn = (store: MemoryStore) => new SendOnceKeys(store, { ...new VirtualTime().runtime, isStopped: () => true });

/** What a later execution learns of the key `a`, after `use` in an earlier one. */
async function stateAfter(use: (keys: SendOnceKeys) => void | Promise<void>): Promise<unknown> {
	const store = new MemoryStore();
	const earlier = keysIn(store);
	await earlier.reserve(['a']);
	await use(earlier);
	const later = keysIn(store);
	return (await later.reserve(['a'])).get('a') ?? 'free';
}

const ended = (end: (keys: SendOnceKeys) => void) => async (keys: SendOnceKeys) => {
	end(keys);
	await keys.flush();
};

test.each<[string, (keys: SendOnceKeys) => void | Promise<void>, string]>([
	['was accepted', ended((keys) => keys.confirm('a')), 'sent'],
	['was rejected', ended((keys) => keys.giveBack('a')), 'free'],
	['did not end', ended(() => undefined), 'unknown'],
	['was accepted, just before a crash', (keys) => keys.confirm('a'), 'unknown'],
	['was rejected, just before a crash', (keys) => keys.giveBack('a'), 'unknown'],
])('the key of a message that %s', async (_, use, state) => {
	expect(await stateAfter(use)).toBe(state);
});

test('a key that nobody has used is free', async () => {
	const states = await keysIn(new MemoryStore()).reserve(['a', 'b']);
	expect([...states]).toEqual([]);
});

test.each(['sent', 'unknown', 'free'])('asking again changes nothing: %s', async (state) => {
	const store = new MemoryStore();
	const keys = keysIn(store);
	await keys.reserve(['a']);
	if (state === 'sent') keys.confirm('a');
	if (state === 'free') keys.giveBack('a');
	await keys.flush();

	for (let again = 0; again < 3; again++) {
		const later = keysIn(store);
		expect((await later.reserve(['a'])).get('a') ?? 'free').toBe(state);
		if (state === 'free') await ended((taken) => taken.giveBack('a'))(later);
	}
});

test('keys of all kinds are told apart in one call', async () => {
	const store = new MemoryStore();
	const earlier = keysIn(store);
	await earlier.reserve(['sent', 'rejected', 'open']);
	earlier.confirm('sent');
	earlier.giveBack('rejected');
	await earlier.flush();

	const states = await keysIn(store).reserve(['new', 'open', 'rejected', 'sent']);
	expect(Object.fromEntries(states)).toEqual({ open: 'unknown', sent: 'sent' });
});

test('what ended is written with the next call, together', async () => {
	const store = new MemoryStore();
	const keys = keysIn(store);
	await keys.reserve(['a', 'b']);
	keys.confirm('a');
	keys.giveBack('b');
	await keys.reserve(['c']);
	await keys.flush();

	expect(store.calls).toEqual([
		['record', 4],
		['remove', 3],
		['record', 2],
	]);
	expect((await keysIn(store).reserve(['a'])).get('a')).toBe('sent');
});

test('a key that looks like the mark of another is not mixed up with it', async () => {
	const store = new MemoryStore();
	await keysIn(store).reserve(['a']);
	const states = await keysIn(store).reserve(['open a', 'taken a']);
	expect([...states]).toEqual([]);
});

describe('a store that fails', () => {
	test('is no secret: without it nothing tells what was sent', async () => {
		const store = new MemoryStore();
		const keys = keysIn(store);
		await keys.reserve(['a']);
		store.error = 'no database';
		await expect(keys.reserve(['b'])).rejects.toThrow('no database');
	});

	test('makes no key free whose message was accepted', async () => {
		const store = new MemoryStore();
		const keys = keysIn(store);
		await keys.reserve(['a']);
		keys.confirm('a');
		store.error = 'no database';
		await keys.flush();
		store.error = undefined;
		expect((await keysIn(store).reserve(['a'])).get('a')).toBe('unknown');
	});

	// If it were dropped, nobody could ever send the message, though LiveVox rejected it.
	test('for a moment gets what ended later', async () => {
		const store = new MemoryStore();
		const keys = keysIn(store);
		await keys.reserve(['a']);
		keys.giveBack('a');
		store.error = 'no database';
		await keys.flush();
		store.error = undefined;
		await keys.flush();
		expect((await keysIn(store).reserve(['a'])).size).toBe(0);
	});
});
