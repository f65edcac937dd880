import axios, { type AxiosInstance, type AxiosResponse } from 'axios';

import { type Fault, type Simulator, type SimulatorOptions, startSimulator } from '../simulator';

export const TOKEN = 'demo-access-token';

export const CREDENTIALS = { clientName: 'DEMO', userName: 'demo.user', password: 'demo-password' };

/** A message that breaks no rule when a user sends it. */
export const USER_MESSAGE = {
	from: '53063',
	to: '4155550123',
	serviceId: 100915,
	body: { message: 'Hello' },
};

/** A message that breaks no rule when an agent sends it. */
export const AGENT_MESSAGE = {
	from: '53063',
	to: '4155550123',
	body: { message: 'Hello' },
	account: '13213',
};

/** The i-th of 10,000 numbers that nobody has, none of them suppressed. */
export function madeUpNumber(i: number): string {
	return `${500 + Math.floor(i / 100)}55501${String(i % 100).padStart(2, '0')}`;
}

/** How `lastSend` shows a message that was not sent, and one that was. */
export const NOT_DONE = { carriedOut: false, sent: 0 };
export const DONE = { carriedOut: true, sent: 1 };

export const SECOND = 1000;
export const HOUR = 60 * 60 * SECOND;
const NOON = Date.UTC(2026, 0, 5, 12);

/** A simulator with an injected clock, and axios as the client that knows nothing of it. */
export class Bench {
	now = NOON;
	simulator!: Simulator;
	/** Sends no session; answers of any status are values. */
	api!: AxiosInstance;

	async start(options: SimulatorOptions): Promise<void> {
		this.simulator = await startSimulator({ clock: () => this.now, ...options });
		this.api = this.client();
	}

	reset(): void {
		this.now = NOON;
		this.simulator.reset();
	}

	/** Logs in as the demo user, or with other fields or another access token. */
	async login(fields: object = {}, accessToken = TOKEN): Promise<AxiosResponse> {
		const headers = { 'LV-Access': accessToken };
		return await this.api.post('/session/login', { ...CREDENTIALS, ...fields }, { headers });
	}

	/** A client with a session of its own: of the demo user, or of the login with other fields. */
	async loggedIn(fields: object = {}): Promise<AxiosInstance> {
		const { data } = await this.login(fields);
		return this.client({ 'LV-Session': data.sessionId });
	}

	async asAgent(): Promise<AxiosInstance> {
		return await this.loggedIn({ userName: 'demo.agent', agent: true });
	}

	/** Sends as the client given, or as a demo user who logs in for it. */
	async send(api?: AxiosInstance): Promise<AxiosResponse> {
		return await (api ?? (await this.loggedIn())).post('/sms/', USER_MESSAGE);
	}

	faultOnSend(fault: Fault): void {
		this.simulator.faults.add({ route: 'send', ...fault });
	}

	/** What the last send was answered, whether it was carried out, and how many messages were sent. */
	lastSend() {
		const { requests, sent } = this.simulator.record;
		const last = requests.filter(({ route }) => route === 'send').at(-1);
		return { answer: last?.answer, carriedOut: last?.carriedOut, sent: sent.length };
	}

	/** The demo account of a user name, to be changed by a test. */
	account(userName: string) {
		const account = this.simulator.state.accounts.find((found) => found.userName === userName);
		if (!account) throw new Error(`No account ${userName}`);
		return account;
	}

	private client(headers: Record<string, string> = {}): AxiosInstance {
		const baseURL = this.simulator.url;
		return axios.create({ baseURL, headers, proxy: false, validateStatus: () => true });
	}
}

/** One simulator for a test file, as new before each test. */
export function useBench(options: SimulatorOptions = {}): Bench {
	const bench = new Bench();
	beforeAll(() => bench.start(options));
	beforeEach(() => bench.reset());
	afterAll(() => bench.simulator.close());
	return bench;
}

/** The code with which axios gives up on a request; undefined if it gets an answer. */
export async function failure(request: Promise<unknown>): Promise<string | undefined> {
	return await request.then(
		() => undefined,
		(error) => error.code,
	);
}

/** What matters of a rejection: its status and the words of its message. */
export function rejection(response: AxiosResponse): { status: number; message: string } {
	expect(Object.keys(response.data)).toEqual(['code', 'message']);
	expect(Number.isInteger(response.data.code)).toBe(true);
	return { status: response.status, message: response.data.message };
}
