import { Claims } from '../../nodes/LiveVoxSms/delivery/claims';
import { MemoryStore } from './memory-store';

describe('a claim', () => {
	test('is the first of its key', async () => {
		const store = new MemoryStore();
		expect(await new Claims(store, false).claim(['a', 'b'])).toEqual(new Set());
		expect(store.content).toEqual(['a', 'b']);
	});

	test('finds what an earlier run has claimed', async () => {
		const store = new MemoryStore();
		await new Claims(store, false).claim(['a', 'b']);
		expect(await new Claims(store, false).claim(['b', 'c', 'a'])).toEqual(new Set(['a', 'b']));
		expect(store.content).toEqual(['a', 'b', 'c']);
	});

	test('of no keys asks nobody', async () => {
		const store = new MemoryStore();
		const claims = new Claims(store, false);
		claims.release('a');
		expect(await claims.claim([])).toEqual(new Set());
		expect(store.calls).toEqual([]);
	});

	test('is free again once it was released', async () => {
		const store = new MemoryStore();
		const claims = new Claims(store, false);
		await claims.claim(['a', 'b']);
		claims.release('a');
		await claims.flush();

		expect(store.content).toEqual(['b']);
		expect(await new Claims(store, false).claim(['a', 'b'])).toEqual(new Set(['b']));
	});
});

describe('what was released is written', () => {
	test('together, and only once', async () => {
		const store = new MemoryStore();
		const claims = new Claims(store, false);
		await claims.claim(['a', 'b', 'c']);
		claims.release('a');
		claims.release('b');
		await claims.flush();
		await claims.flush();

		expect(store.calls).toEqual([
			['record', 3],
			['remove', 2],
		]);
	});

	test('before the next claim, which may be for the same key', async () => {
		const store = new MemoryStore();
		const claims = new Claims(store, false);
		await claims.claim(['a', 'b']);
		claims.release('a');

		expect(await claims.claim(['a', 'c'])).toEqual(new Set());
		expect(store.content).toEqual(['a', 'b', 'c']);
	});

	test('and not before: a crash leaves it claimed', async () => {
		const store = new MemoryStore();
		const claims = new Claims(store, false);
		await claims.claim(['a']);
		claims.release('a');
		expect(store.content).toEqual(['a']);
	});
});

describe('a store that refuses', () => {
	test('a claim: nothing counts as claimed, and it says why', async () => {
		const store = new MemoryStore();
		store.refusal = 'no database';
		const claims = new Claims(store, false);

		expect(await claims.claim(['a'])).toEqual(new Set());
		expect(claims.refusal).toBe('no database');
	});

	test('is not asked again in this run', async () => {
		const store = new MemoryStore();
		store.refusal = 'no database';
		const claims = new Claims(store, false);
		await claims.claim(['a']);
		claims.release('a');
		await claims.claim(['b']);
		await claims.flush();

		expect(store.calls).toEqual([['record', 1]]);
	});

	test('a release: it stays claimed, and it says why', async () => {
		const store = new MemoryStore();
		const claims = new Claims(store, false);
		await claims.claim(['a']);
		store.refusal = 'no database';
		claims.release('a');
		await claims.flush();

		expect(claims.refusal).toBe('no database');
		expect(store.content).toEqual(['a']);
	});

	test('nothing: then there is nothing to say', async () => {
		const claims = new Claims(new MemoryStore(), false);
		await claims.claim(['a']);
		expect(claims.refusal).toBeUndefined();
	});
});
