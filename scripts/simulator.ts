/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, no-console */
import { parseArgs } from 'node:util';

import { type RecordedRequest, type Simulator, startSimulator } from '../test/simulator';
import { masked } from './layout';

/** Runs the simulator in the foreground: `npm run simulator [-- --port N]`. */
async function main(): Promise<void> {
	const { values } = parseArgs({ options: { port: { type: 'string', default: '0' } } });
	const simulator = await startSimulator({ port: Number(values.port) });
	simulator.record.onFinish = (request) => console.log(requestLine(request));
	console.log(introduction(simulator));
	for (const signal of ['SIGINT', 'SIGTERM'] as const) {
		process.once(signal, () => void simulator.close());
	}
}

function introduction({ url, state }: Simulator): string {
	const [client] = state.clients;
	const user = state.accounts.find(({ kind }) => kind === 'user');
	const agent = state.accounts.find(({ kind }) => kind === 'agent');
	if (!client || !user || !agent) throw new Error('The demo state lacks a client, user or agent');
	const { clientCode } = client;
	const [accessToken = ''] = client.accessTokens;
	const login = (account: typeof user) => loginLine(url, accessToken, account);
	return `LiveVox simulator on ${url}   (press Ctrl+C to stop)

  client code   ${clientCode}
  access token  ${accessToken}
  user          ${user.userName} / ${user.password}
  agent         ${agent.userName} / ${agent.password}

Log in as the user (shows the session ID), list the templates, send a message:

${login(user)}

curl -sw '\\n' ${url}/sms/templates -H "LV-Session: $SESSION"

${sendLine(url, { to: '4155550123', serviceId: 100915, body: { message: 'Hello' } })}

Log in as the agent: a message from an agent has no service, but needs an account number:

${login(agent)}

${sendLine(url, { to: '4155550123', body: { templateId: 74257 }, account: '13213' })}

Requests:`;
}

function loginLine(url: string, accessToken: string, account: Simulator['state']['accounts'][number]) {
	const { clientCode: clientName, userName, password, kind } = account;
	const body = JSON.stringify({ clientName, userName, password, agent: kind === 'agent' });
	return `SESSION=$(curl -s ${url}/session/login -H 'LV-Access: ${accessToken}' \\
  -H 'Content-Type: application/json' -d '${body}' \\
  | grep -oE '[0-9a-f-]{36}'); echo "$SESSION"`;
}

function sendLine(url: string, message: object): string {
	const body = JSON.stringify({ from: '53063', ...message });
	return `curl -sw '\\n' ${url}/sms/ -H "LV-Session: $SESSION" \\
  -H 'Content-Type: application/json' -d '${body}'`;
}

function requestLine({ method, path, answer, route, body }: RecordedRequest): string {
	const recipient = route === 'send' ? `  to ${masked(String((body as { to?: unknown } | null)?.to ?? 'nobody'))}` : '';
	return `${method.padEnd(6)} ${answer}  ${path}${recipient}`;
}

void main();
