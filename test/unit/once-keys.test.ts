import { OnceKeys } from '../../nodes/LiveVoxSms/delivery/onceKeys';
import { MemoryStore } from './memory-store';

/** What a later execution learns of the key `a`, after `use` in an earlier one. */
async function stateAfter(use: (keys: OnceKeys) => void | Promise<void>): Promise<unknown> {
	const store = new MemoryStore();
	const earlier = new OnceKeys(store);
	await earlier.take(['a']);
	await use(earlier);
	const later = new OnceKeys(store);
	return (await later.take(['a'])).get('a');
}

const ended = (end: (keys: OnceKeys) => void) => async (keys: OnceKeys) => {
	end(keys);
	await keys.flush();
};

test.each<[string, (keys: OnceKeys) => void | Promise<void>, string]>([
	['was accepted', ended((keys) => keys.close('a')), 'sent'],
	['was refused', ended((keys) => keys.release('a')), 'free'],
	['did not end', ended(() => undefined), 'unknown'],
	['was accepted, just before a crash', (keys) => keys.close('a'), 'unknown'],
	['was refused, just before a crash', (keys) => keys.release('a'), 'unknown'],
])('the key of a message that %s', async (_, use, state) => {
	expect(await stateAfter(use)).toBe(state);
});

test('a key that nobody has used is free', async () => {
	const states = await new OnceKeys(new MemoryStore()).take(['a', 'b']);
	expect([...states]).toEqual([
		['a', 'free'],
		['b', 'free'],
	]);
});

test.each(['sent', 'unknown', 'free'])('asking again changes nothing: %s', async (state) => {
	const store = new MemoryStore();
	const keys = new OnceKeys(store);
	await keys.take(['a']);
	if (state === 'sent') keys.close('a');
	if (state === 'free') keys.release('a');
	await keys.flush();

	for (let again = 0; again < 3; again++) {
		const later = new OnceKeys(store);
		expect((await later.take(['a'])).get('a')).toBe(state);
		if (state === 'free') await ended((taken) => taken.release('a'))(later);
	}
});

test('keys of all kinds are told apart in one chunk', async () => {
	const store = new MemoryStore();
	const earlier = new OnceKeys(store);
	await earlier.take(['sent', 'refused', 'open']);
	earlier.close('sent');
	earlier.release('refused');
	await earlier.flush();

	const states = await new OnceKeys(store).take(['new', 'open', 'refused', 'sent']);
	expect(Object.fromEntries(states)).toEqual({
		new: 'free',
		open: 'unknown',
		refused: 'free',
		sent: 'sent',
	});
});

test('what ended is written with the next chunk, together', async () => {
	const store = new MemoryStore();
	const keys = new OnceKeys(store);
	await keys.take(['a', 'b']);
	keys.close('a');
	keys.release('b');
	await keys.take(['c']);
	await keys.flush();

	expect(store.calls).toEqual([
		['record', 4],
		['remove', 3],
		['record', 2],
	]);
	expect((await new OnceKeys(store).take(['a'])).get('a')).toBe('sent');
});

test('a key that looks like the mark of another is not mixed up with it', async () => {
	const store = new MemoryStore();
	await new OnceKeys(store).take(['a']);
	const states = await new OnceKeys(store).take(['open a', 'taken a']);
	expect([...states.values()]).toEqual(['free', 'free']);
});

describe('a store that refuses', () => {
	test.each<[string, (keys: OnceKeys) => Promise<unknown>]>([
		['a chunk', async (keys) => await keys.take(['b'])],
		['what ended', async (keys) => await ended((taken) => taken.close('a'))(keys)],
	])('is no secret: %s', async (_, use) => {
		const store = new MemoryStore();
		const keys = new OnceKeys(store);
		await keys.take(['a']);
		store.refusal = 'no database';
		await expect(use(keys)).rejects.toThrow('no database');
	});

	test('a message that was accepted is never free again', async () => {
		const store = new MemoryStore();
		const keys = new OnceKeys(store);
		await keys.take(['a']);
		keys.close('a');
		store.refusal = 'no database';
		await expect(keys.flush()).rejects.toThrow();
		store.refusal = undefined;
		expect((await new OnceKeys(store).take(['a'])).get('a')).not.toBe('free');
	});

	// What could not be written is dropped: nobody can send the message any more, though LiveVox refused it.
	test('for a moment: what ended is written later', async () => {
		const store = new MemoryStore();
		const keys = new OnceKeys(store);
		await keys.take(['a']);
		keys.release('a');
		store.refusal = 'no database';
		await expect(keys.flush()).rejects.toThrow();
		store.refusal = undefined;
		await keys.flush();
		expect((await new OnceKeys(store).take(['a'])).get('a')).toBe('free');
	});
});
