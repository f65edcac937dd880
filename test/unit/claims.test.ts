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
		claims.release(['a']);
		expect(await claims.claim([])).toEqual(new Set());
		expect(store.calls).toEqual([]);
	});

	test('is free again once it was released', async () => {
		const store = new MemoryStore();
		const claims = new Claims(store, false);
		await claims.claim(['a', 'b']);
		claims.release(['a']);
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
		claims.release(['a']);
		claims.release(['b']);
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
		claims.release(['a']);

		expect(await claims.claim(['a', 'c'])).toEqual(new Set());
		expect(store.content).toEqual(['a', 'b', 'c']);
	});

	test('and not before: a crash leaves it claimed', async () => {
		const store = new MemoryStore();
		const claims = new Claims(store, false);
		await claims.claim(['a']);
		claims.release(['a']);
		expect(store.content).toEqual(['a']);
	});
});

describe('a store that refuses', () => {
	const refusing = async (isNeeded: boolean) => {
		const store = new MemoryStore();
		store.refusal = 'no database';
		const claims = new Claims(store, isNeeded);
		expect(await claims.claim(['a'])).toEqual(new Set());
		return { store, claims };
	};

	test('from the beginning is done without, and that is told', async () => {
		const { claims } = await refusing(false);
		expect(claims.isLost).toBe(false);
		expect(claims.unprotected).toBe('no database');
	});

	test('is asked again for the next messages, which are protected then', async () => {
		const { store, claims } = await refusing(false);
		store.refusal = undefined;
		expect(await claims.claim(['b'])).toEqual(new Set());
		expect(store.content).toEqual(['b']);
		expect(claims.unprotected).toBe('no database');
		expect(claims.isLost).toBe(false);
	});

	test('where only it tells what was begun is lost at once, and asked no more', async () => {
		const { store, claims } = await refusing(true);
		expect(claims.isLost).toBe(true);
		expect(claims.unprotected).toBeUndefined();
		store.refusal = undefined;
		await claims.claim(['b']);
		expect(store.content).toEqual([]);
	});

	test.each(['claim', 'release'])('after it has worked is lost, at a %s', async (call) => {
		const store = new MemoryStore();
		const claims = new Claims(store, false);
		await claims.claim(['a']);
		store.refusal = 'no database';
		if (call === 'release') claims.release(['a']);
		await (call === 'release' ? claims.flush() : claims.claim(['b']));

		expect(claims.isLost).toBe(true);
		expect(claims.unprotected).toBeUndefined();
		expect(store.content).toEqual(['a']);
		await claims.claim(['c']);
		expect(store.calls).toHaveLength(2);
	});

	test('nothing: then there is nothing to tell', async () => {
		const claims = new Claims(new MemoryStore(), false);
		await claims.claim(['a']);
		expect(claims.isLost).toBe(false);
		expect(claims.unprotected).toBeUndefined();
	});
});
