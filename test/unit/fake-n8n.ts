import type { IDataObject, IHttpRequestOptions } from 'n8n-workflow';

import type { LiveVoxCredential, Session } from '../../nodes/LiveVoxSms/transport/credential';
import { UNATTENDED } from '../../nodes/LiveVoxSms/transport/login';
import type { LiveVoxContext } from '../../nodes/LiveVoxSms/transport/session';

export interface Answer {
	statusCode: number;
	body?: unknown;
	headers?: IDataObject;
}

/** A request as LiveVox sees it. */
export interface Asked {
	options: IHttpRequestOptions;
	sessionId: string;
	isUnattended: boolean;
}

/**
 * What n8n does for a node that asks with a credential: where the credential has no session it logs in, and writes the
 * session into what the node gave and into its own store. The rest of n8n is left to the tests on the real engine.
 */
export class FakeN8n {
	readonly asked: Asked[] = [];
	/** How often n8n read its store for the node. */
	reads = 0;
	logins = 0;
	/** What a login does; may throw. */
	logIn: () => Promise<Session> = async () => ({
		sessionId: `session ${this.logins}`,
		clientId: '1234',
		passwordExpiresAt: '2026-12-24T00:00:00.000Z',
	});
	/** What LiveVox answers. */
	answer: (asked: Asked) => Answer | Promise<Answer> = () => ({ statusCode: 200, body: {} });

	/** @param stored null: a store that cannot be read */
	constructor(public stored: LiveVoxCredential | null) {}

	readonly context = {
		getCredentials: async (name: string) => {
			this.reads++;
			if (this.stored === null || name !== 'liveVoxApi') throw new Error('No such credential');
			return { ...this.stored };
		},
		helpers: {
			httpRequestWithAuthentication: async (
				name: string,
				options: IHttpRequestOptions,
				{ credentialsDecrypted: { data, type } }: GivenCredential,
			) => {
				if (name !== 'liveVoxApi' || type !== name) throw new Error('No such credential');
				if (data.sessionId === '') await this.replaceSession(data);
				const isUnattended = UNATTENDED in data;
				const asked = { options, sessionId: data.sessionId, isUnattended };
				this.asked.push(asked);
				return { headers: {}, body: {}, ...(await this.answer(asked)) };
			},
		},
	} as unknown as LiveVoxContext;

	private async replaceSession(given: LiveVoxCredential): Promise<void> {
		this.logins++;
		const session = await this.logIn();
		Object.assign(given, session);
		if (this.stored) this.stored = { ...this.stored, ...session };
	}
}

interface GivenCredential {
	credentialsDecrypted: { data: LiveVoxCredential; type: string };
}
