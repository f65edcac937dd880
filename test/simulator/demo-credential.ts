import type { Simulator } from './index';

/** The credential of the demo user for the node's own credential type, as n8n has it before the first login. */
export function demoCredential({ url, state }: Simulator) {
	const [client] = state.clients;
	const user = state.accounts.find(({ kind }) => kind === 'user');
	if (!client?.accessTokens[0] || !user) throw new Error('The demo state lacks a client or a user');
	return {
		environment: 'custom',
		baseUrl: url,
		accessToken: client.accessTokens[0],
		clientName: client.clientCode,
		loginAs: 'user',
		userName: user.userName,
		password: user.password,
		sessionId: '',
		clientId: '',
	};
}
