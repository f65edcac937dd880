import type { IDataObject, IHttpRequestOptions, WorkflowExecuteMode } from 'n8n-workflow';

import { LiveVoxApi } from '../../credentials/LiveVoxApi.credentials';
import type { LiveVoxCredential } from '../../nodes/LiveVoxSms/transport/credential';
import type { LiveVoxContext } from '../../nodes/LiveVoxSms/transport/session';

export interface Answer {
	statusCode: number;
	body?: unknown;
	headers?: IDataObject;
}

/** A request as LiveVox sees it. */
export interface Asked {
	/** With the headers of the credential. */
	options: IHttpRequestOptions;
	sessionId: string;
}

/**
 * What n8n does for a node that asks with the values of a credential. The rest of n8n is left to the tests on the
 * real engine.
 */
export class FakeN8n {
	readonly asked: Asked[] = [];
	/** The bodies of the logins. */
	readonly loginBodies: unknown[] = [];
	/** How often n8n read its store for the node. */
	reads = 0;
	/** What a login returns; may throw. */
	logIn: () => Answer | Promise<Answer> = () => ({
		statusCode: 200,
		body: { sessionId: `session-${this.logins}`, clientId: 1234, daysUntilPasswordExpires: 30 },
	});
	/** What LiveVox answers. */
	answer: (asked: Asked) => Answer | Promise<Answer> = () => ({ statusCode: 200, body: { pong: 'yes' } });

	/** @param stored null: a store that cannot be read */
	constructor(
		public stored: LiveVoxCredential | null,
		private readonly mode: WorkflowExecuteMode = 'trigger',
	) {}

	get logins(): number {
		return this.loginBodies.length;
	}

	readonly context = {
		getMode: () => this.mode,
		getCredentials: async (name: string) => {
			this.reads++;
			if (this.stored === null || name !== 'liveVoxApi') throw new Error('No such credential');
			return { ...this.stored };
		},
		helpers: {
			httpRequest: async ({ url, body }: IHttpRequestOptions) => {
				if (!url.endsWith('/session/login')) throw new Error(`No login: ${url}`);
				this.loginBodies.push(body);
				return { headers: {}, body: {}, ...(await this.logIn()) };
			},
			httpRequestWithAuthentication: async (
				name: string,
				request: IHttpRequestOptions,
				{ credentialsDecrypted: { data, type } }: GivenCredential,
			) => {
				if (name !== 'liveVoxApi' || type !== name) throw new Error('No such credential');
				if (data.sessionId === '') throw new Error('n8n would log in and store the session');
				const options = await new LiveVoxApi().authenticate(data, request);
				const asked = { options, sessionId: String(options.headers?.['LV-Session']) };
				this.asked.push(asked);
				return { headers: {}, body: {}, ...(await this.answer(asked)) };
			},
		},
	} as unknown as LiveVoxContext;
}

interface GivenCredential {
	credentialsDecrypted: { data: LiveVoxCredential; type: string };
}
