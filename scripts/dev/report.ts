import { account } from '../../test/n8n/owner';
import type { N8n } from '../../test/n8n/server';
import type { Simulator } from '../../test/simulator';
import { table } from '../layout';
import type { Example } from '../start/examples';

/** Where the editor is, how to sign in, what is in it, and what to try. */
export const ready = ({ url, version }: N8n, simulator: Simulator, examples: Example[]) => `
n8n ${version} with this package is ready. Its LiveVox is a simulator on this machine: no message
leaves it.
${section('Sign in', [
	['Editor', url],
	['Email', account.email],
	['Password', account.password],
])}
${section('In the editor', [
	['Preset credentials', 'LiveVox API\nOpenAI: a scripted model on this machine, for the AI agent'],
	['Workflows', examples.map(({ name }) => name).join('\n')],
])}
${section('In the simulated LiveVox', liveVox(simulator))}
${TRY}`;

const section = (title: string, rows: string[][]) => `\n${title}\n\n${table([], rows)}`;

const TRY = `
Try

  1. Open "LiveVox: payment reminders" and select Execute workflow. Then change one of the phone
     numbers to the one under "Do not contact", and see what happens.
  2. In a new workflow, add a node and search for "sms". 'From', 'Template', and 'Service' are
     lists from LiveVox. With 'Dry Run' under 'Options' you see the request, and nothing is sent.
  3. Change a text under nodes/ and save: n8n reloads the node, and open editors show it.

Press Ctrl+C to stop; nothing is kept.
`;

function liveVox({ url, state }: Simulator): string[][] {
	const [client] = state.clients;
	const login = (kind: string) => {
		const found = state.accounts.find((each) => each.kind === kind);
		return `${found?.userName} / ${found?.password}`;
	};
	return [
		['Base URL', url],
		['Client Code', client?.clientCode ?? ''],
		['Access Token', client?.accessTokens[0] ?? ''],
		['User', login('user')],
		['Agent', login('agent')],
		['Codes', state.codes.map(({ code, description }) => `${code}  ${description}`).join('\n')],
		['Do not contact', state.suppressedNumbers.join(', ')],
	];
}
