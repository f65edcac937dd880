import type { IN8nHttpFullResponse } from 'n8n-workflow';

import type { LiveVoxCredential, Session } from '../../nodes/LiveVoxSms/transport/credential';
import { Logins, UNATTENDED } from '../../nodes/LiveVoxSms/transport/login';
import { readLoginMessage } from '../../nodes/LiveVoxSms/transport/loginError';

const CREDENTIAL: LiveVoxCredential = {
	environment: 'na4',
	baseUrl: '',
	accessToken: 'token',
	clientName: 'ACME',
	loginAs: 'user',
	userName: 'api_user',
	password: 'password',
	sessionId: '',
	clientId: '',
	passwordExpiresAt: '',
};

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
		const body = isOpen ? { sessionId: `session-${this.asked}` } : { message: 'Denied' };
		return { statusCode: this.status, headers: {}, body };
	};

	/** A workflow needs a session. */
	async logIn(values: Partial<LiveVoxCredential> = {}): Promise<Session | Error> {
		return await this.test({ ...values, [UNATTENDED]: true } as Partial<LiveVoxCredential>);
	}

	/** A person presses Test. */
	async test(values: Partial<LiveVoxCredential> = {}): Promise<Session | Error> {
		const credential = { ...CREDENTIAL, ...values } as LiveVoxCredential;
		return await this.logins.logIn(this.http, credential).catch((error: Error) => error);
	}

	/** So many refusals of a workflow's login, each as soon as it is tried again. */
	async refuse(times: number): Promise<void> {
		while (this.asked < times) {
			await this.logIn();
			if (this.asked < times) this.now += MINUTE;
		}
	}
}

describe('a login that LiveVox has refused is not tried again for', () => {
	const RESTS = [
		['5 minutes after the first', 1, 5 * MINUTE],
		['an hour after the second', 2, HOUR],
		['12 hours after the third', 3, 12 * HOUR],
		['6 days after the fourth', 4, 6 * DAY],
		['6 days after any other', 5, 6 * DAY],
	] as const;

	test.each(RESTS)('%s', async (_, times, rest) => {
		const liveVox = new LiveVox();
		await liveVox.refuse(times);

		liveVox.now += rest - 1;
		expect(await liveVox.logIn()).toBeInstanceOf(Error);
		expect(liveVox.asked).toBe(times);
		liveVox.now += 1;
		await liveVox.logIn();
		expect(liveVox.asked).toBe(times + 1);
	});

	test.each(RESTS)('5 minutes only where a person asks: %s', async (_, times) => {
		const liveVox = new LiveVox();
		await liveVox.refuse(times);

		liveVox.now += 5 * MINUTE - 1;
		expect(await liveVox.test()).toBeInstanceOf(Error);
		expect(liveVox.asked).toBe(times);
		liveVox.now += 1;
		await liveVox.test();
		expect(liveVox.asked).toBe(times + 1);
	});

	test('longer by the refusals of a person as well', async () => {
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

test.each([400, 401, 403, 404, 599])('status %i is a refusal', async (status) => {
	const liveVox = new LiveVox();
	liveVox.status = status;
	await liveVox.logIn();
	await liveVox.logIn();
	expect(liveVox.asked).toBe(1);
});

test.each([202, 302, 429, 500, 502, 503])('status %i is none', async (status) => {
	const liveVox = new LiveVox();
	liveVox.status = status;
	await liveVox.logIn();
	await liveVox.logIn();
	expect(liveVox.asked).toBe(2);
});

describe('a schedule that never tires makes less than 5 refused logins', () => {
	test.each([
		['a minute', MINUTE, 3],
		['five minutes', 5 * MINUTE, 3],
		['an hour', HOUR, 4],
	])('100 runs %s apart', async (_, pause, logins) => {
		const liveVox = new LiveVox();
		for (let run = 0; run < 100; run++) {
			await liveVox.logIn();
			liveVox.now += pause;
		}
		expect(liveVox.asked).toBe(logins);
	});
});

describe('at once are tried', () => {
	test.each<[string, Partial<LiveVoxCredential>]>([
		['another password', { password: 'other' }],
		['another username', { userName: 'other' }],
		['another client code', { clientName: 'OTHER' }],
		['another access token', { accessToken: 'other' }],
		['another environment', { environment: 'na5' }],
		['another kind of account', { loginAs: 'agent' }],
	])('%s', async (_, values) => {
		const liveVox = new LiveVox();
		await liveVox.refuse(4);
		liveVox.status = 200;
		expect(await liveVox.logIn(values)).toMatchObject({ sessionId: 'session-5' });
	});

	test('the values of a credential that was never refused', async () => {
		const liveVox = new LiveVox();
		await liveVox.logIn();
		await liveVox.logIn({ password: 'other' });
		liveVox.now += 5 * MINUTE;
		await liveVox.logIn();
		liveVox.now += 5 * MINUTE;
		// The second refusal of the one; the first of the other is long over.
		await liveVox.logIn();
		expect(liveVox.asked).toBe(3);
		await liveVox.logIn({ password: 'other' });
		expect(liveVox.asked).toBe(4);
	});

	test('not the same values with another session', async () => {
		const liveVox = new LiveVox();
		await liveVox.logIn();
		await liveVox.logIn({ sessionId: 'old', clientId: '99' });
		expect(liveVox.asked).toBe(1);
	});
});

test('a success forgets the refusals before it', async () => {
	const liveVox = new LiveVox();
	await liveVox.refuse(3);
	liveVox.now += 12 * HOUR;
	liveVox.status = 200;
	expect(await liveVox.logIn()).toMatchObject({ sessionId: 'session-4' });

	liveVox.status = 401;
	liveVox.now += MINUTE;
	await liveVox.logIn();
	liveVox.now += 5 * MINUTE;
	await liveVox.logIn();
	expect(liveVox.asked).toBe(6);
});

describe('what a login says that is not tried', () => {
	test("LiveVox's words, until when, and what to check", async () => {
		const liveVox = new LiveVox();
		await liveVox.logIn();
		liveVox.now += 3 * MINUTE;

		const error = (await liveVox.logIn()) as Error;
		expect(Object.getPrototypeOf(error)).toBe(Error.prototype);
		const said = readLoginMessage(error.message);
		expect(said?.words).toBe('Denied (LiveVox refused the login)');
		expect(said?.advice).toMatch(
			/^Not tried again with the same values before 2026-11-23 18:50 UTC; changed values are tried at once\. Check in the LiveVox API credential: the client code/,
		);
	});

	test('days ahead', async () => {
		const liveVox = new LiveVox();
		await liveVox.refuse(4);
		liveVox.now = Date.UTC(2026, 10, 24);
		expect(((await liveVox.logIn()) as Error).message).toMatch(
			/ before 2026-1[12]-\d\d \d\d:\d\d UTC/,
		);
	});

	// 18:50:30 is told as 18:50, and who comes back then is refused once more.
	test('a minute at which it is tried', async () => {
		const liveVox = new LiveVox();
		liveVox.now += 30 * SECOND;
		await liveVox.logIn();
		const { message } = (await liveVox.logIn()) as Error;
		const [, day, time] = / before (\S+) (\S+) UTC/.exec(message) ?? [];
		liveVox.now = Date.parse(`${day}T${time}Z`);
		await liveVox.logIn();
		expect(liveVox.asked).toBe(2);
	});
});
