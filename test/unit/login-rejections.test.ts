import type { IN8nHttpFullResponse } from 'n8n-workflow';

import { Logins, type LoginBy, type LoginResult } from '../../nodes/LiveVoxSms/transport/login';
import { demoState } from '../simulator';
import { Locks } from '../simulator/locks';
import { CHANGES, usable, type Values } from './credential-values';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Answers each login with its present status, and counts them. */
class LiveVox {
	now = Date.UTC(2026, 10, 23, 18, 45);
	status = 401;
	asked = 0;
	private readonly logins = new Logins(() => this.now);

	private readonly http = async (): Promise<IN8nHttpFullResponse> => {
		this.asked++;
		const isOpen = this.status === 200;
		const body = isOpen ? { sessionId: `session-${this.asked}` } : { code: 7, message: 'Denied' };
		return { statusCode: this.status, headers: {}, body };
	};

	/** A workflow needs a session. */
	async logIn(values: Values = {}): Promise<LoginResult> {
		return await this.need('workflow', values);
	}

	/** A person runs a workflow in the editor, or opens a dropdown. */
	async watch(values: Values = {}): Promise<LoginResult> {
		return await this.need('person', values);
	}

	/** A person selects Test. */
	async test(values: Values = {}): Promise<LoginResult> {
		return await this.logins.logIn(this.http, usable(values), 'person');
	}

	private async need(by: LoginBy, values: Values): Promise<LoginResult> {
		return await this.logins.sessionOf(this.http, usable(values), by);
	}

	/** So many rejections of a workflow's login, each as soon as it is tried again. */
	async reject(times: number): Promise<void> {
		while (this.asked < times) {
			await this.logIn();
			if (this.asked < times) this.now += MINUTE;
		}
	}
}

describe('a login that LiveVox has rejected is not tried again for', () => {
	const RESTS = [
		['5 minutes after the first', 1, 5 * MINUTE],
		['an hour after the second', 2, HOUR],
		['12 hours after the third', 3, 12 * HOUR],
	] as const;

	test.each(RESTS)('%s', async (_, times, rest) => {
		const liveVox = new LiveVox();
		await liveVox.reject(times);

		liveVox.now += rest - 1;
		expect(await liveVox.logIn()).toMatchObject({ isRejected: true });
		expect(liveVox.asked).toBe(times);
		liveVox.now += 1;
		await liveVox.logIn();
		expect(liveVox.asked).toBe(times + 1);
	});

	test('ever by a workflow, after the fourth', async () => {
		const liveVox = new LiveVox();
		await liveVox.reject(4);
		liveVox.now += 1000 * DAY;
		expect(await liveVox.logIn()).toMatchObject({ isRejected: true });
		expect(liveVox.asked).toBe(4);
	});

	test.each([1, 2, 3, 4].flatMap((times) => [[times, 'test'] as const, [times, 'watch'] as const]))(
		'5 minutes only where a person asks: rejection %i, by a %s',
		async (times, ask) => {
			const liveVox = new LiveVox();
			await liveVox.reject(times);

			liveVox.now += 5 * MINUTE - 1;
			expect(await liveVox[ask]()).toMatchObject({ isRejected: true });
			expect(liveVox.asked).toBe(times);
			liveVox.now += 1;
			await liveVox[ask]();
			expect(liveVox.asked).toBe(times + 1);
		},
	);

	test('longer by the rejections of a person as well', async () => {
		const liveVox = new LiveVox();
		for (let press = 0; press < 3; press++) {
			await liveVox.test();
			liveVox.now += 5 * MINUTE;
		}
		liveVox.now += 12 * HOUR - 5 * MINUTE - 1;
		await liveVox.logIn();
		expect(liveVox.asked).toBe(3);
	});

	test('all who ask meanwhile', async () => {
		const liveVox = new LiveVox();
		await liveVox.logIn();
		await Promise.all(Array.from({ length: 50 }, () => liveVox.logIn()));
		expect(liveVox.asked).toBe(1);
	});
});

const OTHER_CAUSES = [407, 408, 429];
const REJECTIONS = Array.from({ length: 100 }, (_, i) => 400 + i).filter((status) => !OTHER_CAUSES.includes(status));

// Each body is { code, message }.
test.each([201, 202, 204, 299, ...REJECTIONS, 599])('without a session, status %i is a rejection', async (status) => {
	const liveVox = new LiveVox();
	liveVox.status = status;
	expect(await liveVox.logIn()).toMatchObject({ isRejected: true });
	await liveVox.logIn();
	expect(liveVox.asked).toBe(1);
});

test('so is 200', async () => {
	const logins = new Logins(() => 0);
	const http = async () => ({ statusCode: 200, headers: {}, body: { code: 7, message: 'Locked' } });
	expect(await logins.logIn(http, usable(), 'workflow')).toMatchObject({
		error: { message: 'LiveVox rejected the login: Locked' },
		isRejected: true,
	});
});

test.each([300, 302, 307, 399, ...OTHER_CAUSES, 500, 502, 503, 504, 598, 600])('status %i is none', async (status) => {
	const liveVox = new LiveVox();
	liveVox.status = status;
	expect(await liveVox.logIn()).toMatchObject({ isRejected: false });
	await liveVox.logIn();
	expect(liveVox.asked).toBe(2);
});

/** By the simulator's own count, which no time ends: 5 rejections lock. */
describe('a schedule with a wrong password never locks the account, and a right one works at once', () => {
	const account = demoState().accounts[0]!;
	const right = { password: account.password };

	/** The rejected logins of 100 runs. */
	async function schedule(pause: number): Promise<number> {
		const liveVox = new LiveVox();
		const locks = new Locks();
		for (let run = 0; run < 100; run++) {
			const before = liveVox.asked;
			await liveVox.logIn();
			if (liveVox.asked > before) locks.fail(account, 5);
			liveVox.now += pause;
		}
		expect(locks.isLocked(account)).toBe(false);
		const rejected = liveVox.asked;
		liveVox.status = 200;
		expect(await liveVox.logIn(right)).toHaveProperty('outcome', 'accepted');
		return rejected;
	}

	test.each([
		['a minute', MINUTE, 3],
		['five minutes', 5 * MINUTE, 3],
		['an hour', HOUR, 4],
		['a day', DAY, 4],
		['a week', 7 * DAY, 4],
	])('100 runs %s apart', async (_, pause, logins) => {
		expect(await schedule(pause)).toBe(logins);
	});

	test('100 runs at every other interval up to a day, in steps of 7 minutes', async () => {
		for (let pause = MINUTE; pause <= DAY; pause += 7 * MINUTE) {
			expect(await schedule(pause)).toBeLessThan(5);
		}
	});
});

describe('at once are tried', () => {
	test.each(CHANGES)('another %s', async (_, values) => {
		const liveVox = new LiveVox();
		await liveVox.reject(4);
		liveVox.status = 200;
		expect(await liveVox.logIn(values)).toMatchObject({ value: { sessionId: 'session-5' } });
	});

	test('the values of a credential that was never rejected', async () => {
		const liveVox = new LiveVox();
		await liveVox.logIn();
		await liveVox.logIn({ password: 'other' });
		liveVox.now += 5 * MINUTE;
		await liveVox.logIn();
		liveVox.now += 5 * MINUTE;
		// The second rejection of the one; the first of the other is long over.
		await liveVox.logIn();
		expect(liveVox.asked).toBe(3);
		await liveVox.logIn({ password: 'other' });
		expect(liveVox.asked).toBe(4);
	});

	test('not the same values with another session', async () => {
		const liveVox = new LiveVox();
		await liveVox.logIn();
		await liveVox.logIn({ sessionId: 'old', sessionDigest: 'any', clientId: '99' });
		expect(liveVox.asked).toBe(1);
	});
});

test('a success forgets the rejections before it', async () => {
	const liveVox = new LiveVox();
	await liveVox.reject(3);
	liveVox.now += 12 * HOUR;
	liveVox.status = 200;
	expect(await liveVox.test()).toMatchObject({ value: { sessionId: 'session-4' } });

	liveVox.status = 401;
	await liveVox.test();
	liveVox.now += 5 * MINUTE;
	await liveVox.logIn();
	expect(liveVox.asked).toBe(6);
});

describe('what a login says that is not tried', () => {
	const messageOf = (result: LoginResult) => (result.outcome === 'accepted' ? '' : result.error.message);

	test("LiveVox's words, until when, and what to do", async () => {
		const liveVox = new LiveVox();
		await liveVox.logIn();
		liveVox.now += 3 * MINUTE;

		expect(await liveVox.logIn()).toEqual({
			outcome: 'rejected',
			cause: 'login',
			error: {
				message: "LiveVox rejected the login: Denied. n8n won't try the same values again until 2026-11-23 18:50 UTC",
				description: expect.stringContaining('Correct the LiveVox API credential'),
				httpStatus: 401,
				code: 7,
			},
			isRejected: true,
		});
	});

	test('days ahead', async () => {
		const liveVox = new LiveVox();
		await liveVox.reject(3);
		expect(messageOf(await liveVox.logIn())).toMatch(/ until 2026-11-24 \d\d:\d\d UTC$/);
	});

	test('that only a person can try again, after the fourth', async () => {
		const liveVox = new LiveVox();
		await liveVox.reject(4);
		expect(messageOf(await liveVox.logIn())).toMatch(/ until someone selects Retry in the LiveVox API credential$/);
	});

	test('once, however often it is asked', async () => {
		const liveVox = new LiveVox();
		await liveVox.logIn();
		await liveVox.logIn();
		expect(messageOf(await liveVox.logIn()).match(/won't try/g)).toHaveLength(1);
	});

	// 18:50:30 is told as 18:51: who comes back at 18:50 would be rejected once more.
	test('a minute at which it is tried', async () => {
		const liveVox = new LiveVox();
		liveVox.now += 30 * SECOND;
		await liveVox.logIn();
		const [, day, time] = / until (\S+) (\S+) UTC/.exec(messageOf(await liveVox.logIn())) ?? [];
		liveVox.now = Date.parse(`${day}T${time}Z`);
		await liveVox.logIn();
		expect(liveVox.asked).toBe(2);
	});
});
