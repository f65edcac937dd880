import { SteadyClock } from '../../nodes/LiveVoxSms/delivery/steadyClock';

const HOUR = 3_600_000;

/** A clock of the computer that shows what it is told, and what passes while somebody sleeps. */
function fixture(start = 1_000_000) {
	const computer = { now: start, passes: (ms: number) => ms };
	const clock = new SteadyClock({
		now: () => computer.now,
		sleep: async (ms) => void (computer.now += computer.passes(ms)),
	});
	return { computer, clock };
}

test('goes with the computer’s clock', async () => {
	const { computer, clock } = fixture();
	expect(clock.now()).toBe(1_000_000);
	computer.now += 40_000;
	expect(clock.now()).toBe(1_040_000);
	await clock.sleep(50);
	expect(clock.now()).toBe(1_040_050);
});

test('goes on where that is set back, again and again', () => {
	const { computer, clock } = fixture();
	clock.now();
	for (let times = 1; times <= 3; times++) {
		computer.now -= HOUR;
		expect(clock.now()).toBe(1_000_000 + (times - 1) * 7);
		computer.now += 7;
		expect(clock.now()).toBe(1_000_000 + times * 7);
	}
});

test('does not jump with one that is set forward while somebody sleeps', async () => {
	const { computer, clock } = fixture();
	computer.passes = (ms) => ms + HOUR;
	await clock.sleep(50);
	expect(clock.now()).toBe(1_000_050);
	computer.now += 10;
	expect(clock.now()).toBe(1_000_060);
});

test('nor where something else looks at it meanwhile', async () => {
	const { computer, clock } = fixture();
	const seen: number[] = [];
	computer.passes = (ms) => {
		computer.now += HOUR;
		seen.push(clock.now());
		return ms;
	};
	await clock.sleep(50);
	expect(seen).toEqual([1_000_050]);
	expect(clock.now()).toBeLessThan(1_000_200);
});

test('takes a busy process for what it is', async () => {
	const { computer, clock } = fixture();
	computer.passes = (ms) => ms + 900;
	await clock.sleep(50);
	expect(clock.now()).toBe(1_000_950);
});

test('believes any time that passes while nobody sleeps', async () => {
	const { computer, clock } = fixture();
	await clock.sleep(50);
	computer.now += HOUR;
	expect(clock.now()).toBe(1_000_050 + HOUR);
});
