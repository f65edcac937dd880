import { account } from '../../test/n8n/owner';
import type { N8n } from '../../test/n8n/server';
import type { Simulator } from '../../test/simulator';
import type { Example } from '../start/examples';
import { wrap } from '../start/layout';

/** Where the editor is, how to sign in, what is in it, and what to try. */
export function ready({ url, version }: N8n, simulator: Simulator, examples: Example[]): string {
	return [
		wrap(
			`n8n ${version} with this package is ready. Its LiveVox is a simulator on this machine: no message leaves it.`,
		),
		section('Sign in', [
			['Editor', url],
			['E-mail', account.email],
			['Password', account.password],
		]),
		section('In the editor', [
			['Credentials', 'LiveVox API'],
			['', 'OpenAI: a scripted model on this machine, for the AI agent'],
			...labelled(
				'Workflows',
				examples.map(({ name }) => name),
			),
		]),
		section('In the simulated LiveVox', liveVox(simulator)),
		'\nTry\n',
		...TRY.map((step, index) => `  ${index + 1}. ${wrap(step, 5).trimStart()}`),
		'\nCtrl-C stops all of it and keeps nothing.\n',
	].join('\n');
}

const TRY = [
	'Open "LiveVox: payment reminders" and press Execute workflow. Then give one of the accounts the number that LiveVox must not contact, and see what becomes of it.',
	'In a new workflow add a node and search for "sms": From, Template and Service are lists from LiveVox. With Dry Run in the Options you see the request, and nothing is sent.',
	'Change a text under nodes/ and save: the node is reloaded, and open editors show it.',
];

export const stopped = () => 'Stopped.';

function liveVox({ url, state }: Simulator): Row[] {
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
		...labelled(
			'Codes',
			state.codes.map(({ code, description }) => `${code}  ${description}`),
		),
		['Do not contact', state.suppressedNumbers.join(', ')],
	];
}

type Row = [label: string, value: string];

const labelled = (label: string, values: string[]) =>
	values.map((value, index): Row => [index === 0 ? label : '', value]);

function section(title: string, rows: Row[]): string {
	const lines = rows.map(([label, value]) => `  ${label.padEnd(16)}${value}`);
	return [`\n${title}\n`, ...lines].join('\n');
}
