/* eslint-disable @n8n/community-nodes/require-node-api-error */
import { header } from '../access';
import { empty, json } from '../answers';
import { Rejection } from '../errors';
import { type Fields, isGiven, objectOf, textOf } from '../fields';
import type { Account, Client, LiveVoxState } from '../state';
import type { LoginRefusal } from '../switches';
import type { Call, Route, Context } from '../context';

/** Session API: login, validate, logout. None of them asks for a session. */
export const sessionRoutes: Route[] = [
	{ name: 'login', method: 'POST', path: '/session/login', handle: login },
	{ name: 'validate', method: 'GET', path: '/session/validate/:id', handle: validate },
	{ name: 'logout', method: 'DELETE', path: '/session/logout/:id', handle: logout },
];

interface Credentials {
	clientName: string;
	userName: string;
	password: string;
	agent: boolean;
}

function login(context: Context, call: Call) {
	const attempt = { userName: userNameIn(call.body), at: context.clock(), granted: false };
	context.record.logins.push(attempt);
	const accessToken = header(call, 'lv-access');
	const client = clientOf(context, accessToken);
	const credentials = credentialsIn(context, call.body);
	const account = authenticate(context, client, credentials);
	attempt.granted = true;
	const session = context.sessions.open(account, accessToken);
	const { userId, daysUntilPasswordExpires } = account;
	// JSON leaves out what is undefined: the days are optional in the answer.
	return json(200, {
		sessionId: session.id,
		clientId: client.clientId,
		userId,
		daysUntilPasswordExpires,
	});
}

function validate({ sessions }: Context, { params }: Call) {
	requireAlive(sessions, params.id);
	return empty(204);
}

function logout({ sessions }: Context, { params }: Call) {
	sessions.end(requireAlive(sessions, params.id));
	return empty(204);
}

function requireAlive(sessions: Context['sessions'], id = ''): string {
	if (!sessions.find(id)) throw new Rejection(404, 'No such session');
	return id;
}

function userNameIn(body: unknown): string {
	const userName = (body as Fields | undefined | null)?.userName;
	return typeof userName === 'string' ? userName : '';
}

function clientOf({ state, switches }: Context, accessToken: string): Client {
	const client = state.clients.find(({ accessTokens }) => accessTokens.includes(accessToken));
	if (!client) throw new Rejection(switches.loginRefusal, 'Authorization error');
	return client;
}

function credentialsIn({ switches }: Context, body: unknown): Credentials {
	try {
		return checkedCredentials(body);
	} catch (error) {
		// Where logins are rejected with 599, malformed ones are too (public clients).
		if (switches.loginRefusal === 599) throw new Rejection(599, '');
		throw error;
	}
}

function checkedCredentials(body: unknown): Credentials {
	const fields = objectOf(body, 'request body');
	const agent = isGiven(fields.agent) ? fields.agent : false;
	if (typeof agent !== 'boolean') throw new Rejection(400, 'agent must be a boolean');
	return {
		clientName: textOf(fields.clientName, 'clientName'),
		userName: textOf(fields.userName, 'userName'),
		password: textOf(fields.password, 'password'),
		agent,
	};
}

function authenticate(context: Context, client: Client, credentials: Credentials): Account {
	const { locks, state, switches } = context;
	const reject = ({ status, message }: LoginRefusal) => new Rejection(status ?? switches.loginRefusal, message);
	const denied = reject({ message: 'Invalid client, user name or password' });
	if (credentials.clientName !== client.clientCode) throw denied;
	const account = accountOf(state, credentials);
	// Only an account that exists can be locked.
	if (!account) throw denied;
	if (locks.isLocked(account)) throw reject(switches.lockedRefusal);
	if (account.password !== credentials.password) {
		locks.fail(account, switches.lockAfter[account.kind]);
		throw denied;
	}
	locks.succeed(account);
	if (account.passwordExpired) throw reject(switches.expiredRefusal);
	return account;
}

/** User names are case-sensitive for users and not for agents (public clients). */
function accountOf(state: LiveVoxState, { clientName, userName, agent }: Credentials) {
	const kind = agent ? 'agent' : 'user';
	const comparable = (name: string) => (agent ? name.toLowerCase() : name);
	return state.accounts.find(
		(account) =>
			account.clientCode === clientName &&
			account.kind === kind &&
			comparable(account.userName) === comparable(userName),
	);
}
