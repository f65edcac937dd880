import {
	createConcurrency,
	onEnd,
	onTooMany,
	spacing,
	type Concurrency,
} from '../../nodes/LiveVoxSms/delivery/concurrency';

/** The clock goes on with each answer. */
class Line {
	now = 1_000_000;
	state: Concurrency = createConcurrency();

	constructor(private readonly ceiling = 50) {}

	get width(): number {
		return Math.floor(this.state.limit);
	}

	/** So many answers to messages that had as many pending as may be, or so many. */
	answer(count: number, took = 50, pending?: number): this {
		for (let each = 0; each < count; each++) {
			this.now++;
			const started = { startedAt: this.now - took, pending: pending ?? this.width };
			this.state = onEnd(this.state, this.now, started, this.ceiling);
		}
		return this;
	}

	throttle(pending: number, { took = 1, afterMs = 0 } = {}): this {
		this.now++;
		this.state = onTooMany(this.state, this.now, { startedAt: this.now - took, pending }, afterMs);
		return this;
	}
}

describe('widens', () => {
	test('from ten, by one with each answer, up to Max Concurrency', () => {
		const line = new Line(30);
		expect(line.width).toBe(10);
		expect(line.answer(5).width).toBe(15);
		expect(line.answer(100).width).toBe(30);
	});

	test('not while so many are not needed', () => {
		expect(new Line().answer(100, 50, 5).width).toBe(10);
		expect(new Line().answer(1, 50, 6).width).toBe(11);
	});

	test('no further once answers take twice as long', () => {
		const line = new Line().answer(10, 50);
		const { width } = line.answer(30, 150);
		expect(width).toBeLessThan(40);
		expect(line.answer(50, 150).width).toBe(width);
	});

	test('narrows again, to no fewer than ten, if they take four times as long', () => {
		const line = new Line().answer(40, 50);
		expect(line.width).toBe(50);
		line.answer(200, 1_000);
		expect(line.width).toBeLessThan(50);
		expect(line.answer(3_000, 1_000_000_000).width).toBe(10);
	});

	test('goes on when they are as fast again', () => {
		const line = new Line().answer(10, 50).answer(100, 150);
		expect(line.answer(200, 50).width).toBe(50);
	});

	test('forgets in time how fast they once were', () => {
		const line = new Line().answer(1, 10).answer(100, 150);
		expect(line.width).toBeLessThan(50);
		expect(line.answer(3_000, 150).width).toBe(50);
	});
});

describe('if LiveVox throttles those above a number', () => {
	const found = () =>
		new Line().answer(5).throttle(15, { took: 50 }).throttle(9, { took: 51 }).throttle(12, { took: 52 });

	test('keeps to it', () => {
		expect(found().width).toBe(8);
		expect(found().state.limitsRate).toBe(false);
	});

	test('tries half as many more as soon as all were accepted, and goes on if they are', () => {
		const line = found().answer(60, 1);
		expect(line.width).toBeGreaterThan(8);
		line.answer(line.width * 2, 1);
		expect(line.state.allowed).toBeGreaterThan(8);
	});

	test('tries one more after each 28 that the last search has cost', () => {
		const line = found().answer(9, 1);
		expect(line.width).toBe(12);
		expect(line.throttle(12).width).toBe(8);
		expect(line.answer(28, 1).width).toBe(8);
		expect(line.answer(1, 1).width).toBe(9);
	});

	test('counts what a wait has cost', () => {
		const line = found().answer(9, 1).throttle(12, { afterMs: 10_000 });
		expect(line.answer(10_000, 1).width).toBe(8);
	});

	test('heeds no answer to a message that started beside a throttled one', () => {
		const line = found().answer(9, 1).throttle(12);
		expect(line.answer(20, 50, 9).state.allowed).toBe(8);
	});

	test('a throttled one below it tells that the rate counts', () => {
		const line = found().answer(3, 1).throttle(5);
		expect(line.state).toMatchObject({ limitsRate: true, allowed: undefined });
		expect(line.width).toBeGreaterThanOrEqual(10);
		expect(line.throttle(20).state.limitsRate).toBe(true);
	});

	test('unless it started before', () => {
		expect(found().throttle(5, { took: 60 }).width).toBe(4);
	});
});

test.each([1, 2])('a throttled message with so few pending tells that the rate counts: %i', (pending) => {
	expect(new Line().throttle(pending).state.limitsRate).toBe(true);
});

describe('messages are kept apart', () => {
	test.each([
		['not before the first answer', new Line(), 0],
		['by half of the room that each has', new Line().answer(1, 50, 1), 2.5],
		['by the average of late', new Line().answer(1, 50, 1).answer(1, 150, 1), 3],
		['evenly while one more is tried', new Line().throttle(5).answer(5, 30), 5],
	])('%s', (_, { state }, apart) => {
		expect(spacing(state)).toBeCloseTo(apart, 1);
	});
});

test('each event makes a new value', () => {
	const state = Object.freeze(createConcurrency());
	const started = { startedAt: 0, pending: 5 };
	for (const next of [onEnd(state, 50, started, 50), onTooMany(state, 50, started)]) expect(next).not.toEqual(state);
});
