export type RouteName = 'login' | 'validate' | 'logout' | 'templates' | 'codes' | 'send' | 'callCenters' | 'services';

/** What a request brought with it. */
export interface ArrivedRequest {
	/** `unknown`: a path that does not exist, or a wrong method. */
	route: RouteName | 'unknown';
	method: string;
	/** As sent: with version and trailing slash, without the query. */
	path: string;
	query: Record<string, unknown>;
	/** Names in lower case. */
	headers: Record<string, string | string[] | undefined>;
	/** Parsed JSON; undefined if there was none. */
	body: unknown;
	/** Milliseconds on the simulator's clock. */
	at: number;
	/** User name of the session. */
	account?: string;
}

export interface RecordedRequest extends ArrivedRequest {
	/** 1 for the first request since the start or the last reset. */
	number: number;
	/** The same, counted for its route alone. */
	routeNumber: number;
	/** Status sent; `reset`: connection reset; `none`: not answered, or not yet. */
	answer: number | 'reset' | 'none';
	/** Whether LiveVox did what was asked, whatever the client was told. */
	carriedOut: boolean;
}

/** A message that LiveVox has really taken on. */
export interface SentMessage {
	transactionId: number;
	from: string;
	to: string;
	message?: string;
	templateId?: number;
	serviceId?: number;
	account?: string;
	userName: string;
	at: number;
}

export interface RecordedLogin {
	userName: string;
	at: number;
	granted: boolean;
}

interface Waiter {
	route: RouteName;
	routeNumber: number;
	resolve: (request: RecordedRequest) => void;
}

/** Everything that reached the simulator: the place where a test reads what really happened. */
export class SimulatorRecord {
	readonly requests: RecordedRequest[] = [];
	readonly sent: SentMessage[] = [];
	readonly logins: RecordedLogin[] = [];
	/** Sends that have arrived and are not yet answered. */
	inFlight = 0;
	maxInFlight = 0;
	/** Called with each request once it is answered or its connection is gone. */
	onFinish?: (request: RecordedRequest) => void;

	private readonly byRoute = new Map<string, RecordedRequest[]>();
	private readonly unfinished = new Set<RecordedRequest>();
	private waiters: Waiter[] = [];

	/**
	 * @returns how many requests have arrived on a route
	 */
	count(route: RouteName): number {
		return this.ofRoute(route).length;
	}

	/**
	 * Waits until the n-th request on a route has arrived. A reset forgets who waits.
	 *
	 * @param n 1-based
	 */
	async waitFor(route: RouteName, n: number): Promise<RecordedRequest> {
		const arrived = this.ofRoute(route)[n - 1];
		if (arrived) return arrived;
		return await new Promise((resolve) => {
			this.waiters.push({ route, routeNumber: n, resolve });
		});
	}

	/** Takes down a request that has just arrived. */
	arrive(arrived: ArrivedRequest): RecordedRequest {
		const ofRoute = this.ofRoute(arrived.route);
		const request: RecordedRequest = {
			...arrived,
			number: this.requests.length + 1,
			routeNumber: ofRoute.length + 1,
			answer: 'none',
			carriedOut: false,
		};
		this.requests.push(request);
		ofRoute.push(request);
		this.unfinished.add(request);
		if (request.route === 'send') this.inFlight += 1;
		this.maxInFlight = Math.max(this.maxInFlight, this.inFlight);
		this.wake(request);
		return request;
	}

	/** Notes that nothing more will go out for a request; further calls for it do nothing. */
	finish(request: RecordedRequest): void {
		if (!this.unfinished.delete(request)) return;
		if (request.route === 'send') this.inFlight -= 1;
		this.onFinish?.(request);
	}

	/** Empties the record; requests that are still open no longer count. */
	clear(): void {
		for (const list of [this.requests, this.sent, this.logins]) list.length = 0;
		this.byRoute.clear();
		this.unfinished.clear();
		this.waiters = [];
		this.inFlight = 0;
		this.maxInFlight = 0;
	}

	private ofRoute(route: string): RecordedRequest[] {
		const requests = this.byRoute.get(route) ?? [];
		this.byRoute.set(route, requests);
		return requests;
	}

	private wake(request: RecordedRequest): void {
		const isDue = ({ route, routeNumber }: Waiter) => route === request.route && routeNumber === request.routeNumber;
		for (const waiter of this.waiters.filter(isDue)) waiter.resolve(request);
		this.waiters = this.waiters.filter((waiter) => !isDue(waiter));
	}
}
