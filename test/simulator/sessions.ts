import { randomUUID } from 'node:crypto';

import type { Account } from './state';
import type { Switches } from './switches';

export interface Session {
	id: string;
	account: Account;
	accessToken: string;
	/** The password of the login: a session dies when the account's password changes. */
	password: string;
	lastUsed: number;
}

/** The sessions that are alive; each use renews one. */
export class Sessions {
	private readonly byId = new Map<string, Session>();

	constructor(
		private readonly switches: Switches,
		private readonly clock: () => number,
	) {}

	/** Opens a session, or renews the one that this user and access token already have. */
	open(account: Account, accessToken: string): Session {
		const existing = this.switches.sameSessionForSameUser && this.existing(account, accessToken);
		if (existing) return this.renew(existing);
		const session: Session = {
			id: randomUUID(),
			account,
			accessToken,
			password: account.password,
			lastUsed: this.clock(),
		};
		this.byId.set(session.id, session);
		return session;
	}

	/** Looks at a session without renewing it. */
	find(id: string): Session | undefined {
		const session = this.byId.get(id);
		return session && this.isAlive(session) ? session : undefined;
	}

	/** Finds and renews a session. */
	use(id: string): Session | undefined {
		const session = this.find(id);
		return session && this.renew(session);
	}

	end(id: string): void {
		this.byId.delete(id);
	}

	endAll(): void {
		this.byId.clear();
	}

	private existing(account: Account, accessToken: string): Session | undefined {
		return [...this.byId.values()].find(
			(session) => session.account === account && session.accessToken === accessToken && this.isAlive(session),
		);
	}

	private renew(session: Session): Session {
		session.lastUsed = this.clock();
		return session;
	}

	private isAlive({ account, password, lastUsed }: Session): boolean {
		if (account.passwordExpired || account.password !== password) return false;
		return this.clock() - lastUsed < this.switches.sessionLifetime;
	}
}
