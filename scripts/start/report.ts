import type { Example } from './examples';
import { masked, table, wrap } from './layout';
import { count, statusOf, type Message } from './messages';

/** What happens now, and that nothing leaves this machine. */
export const introduction = (engine: string) =>
	wrap(
		`LiveVox SMS without an account: an example runs in n8n's own engine (${engine}) against a ` +
			'simulator of LiveVox on this machine. No message leaves it.',
	);

/** The heading of one workflow. */
export const heading = ({ name, path }: Example) => `\n${name}\n${path}\n`;

/** What one step sent, a row a message, then what it could not send. */
export function stepReport(step: string, messages: Message[]): string {
	return ['', step, '', messageTable(messages), ...sample(messages)].join('\n');
}

/** The last text of the step: each expression in it reaches back past the items that were refused. */
function sample(messages: Message[]): string[] {
	const last = messages.filter(({ content }) => typeof content === 'string').at(-1);
	return last ? ['', wrap(`Item ${last.item} reads: ${String(last.content)}`, 2)] : [];
}

function messageTable(messages: Message[]): string {
	const rows = messages.map((message) => [
		String(message.item),
		masked(message.to),
		statusOf(message),
		message.transactionId ?? '-',
	]);
	return table(
		[
			{ name: 'Item', align: 'right' },
			{ name: 'To', align: 'left' },
			{ name: 'Status', align: 'left' },
			{ name: 'Transaction ID', align: 'left' },
		],
		rows,
	);
}

/** Each message that was not accepted: which item, what happened, what to do. */
export function refusals(messages: Message[]): string {
	const entries = messages.flatMap(({ step, item, failure }) =>
		failure
			? [
					'',
					wrap(`${step}, item ${item}, ${failure.outcome}: ${failure.message}`, 2),
					wrap(failure.description, 6),
				]
			: [],
	);
	if (entries.length === 0) return '';
	return ['', 'Not accepted, and why (items are counted from 0, as in n8n)', ...entries].join('\n');
}

/** How many messages of each step ended how. */
export function totals(steps: string[], messages: Message[]): string {
	const statuses = ['accepted', 'rejected', 'unknown'];
	const rowOf = (name: string, ofRow: Message[]) => [
		name,
		String(ofRow.length),
		...statuses.map((status) => String(count(ofRow, status))),
	];
	const columns = ['Items', ...statuses].map((name) => ({ name, align: 'right' as const }));
	return [
		'\nTotals\n',
		table(
			[{ name: 'Step', align: 'left' }, ...columns],
			[
				...steps.map((name) =>
					rowOf(
						name,
						messages.filter(({ step }) => step === name),
					),
				),
				rowOf('All', messages),
			],
		),
	].join('\n');
}

/** Whether the tables above and LiveVox's record say the same. */
export function verdict(messages: Message[], sent: number, differences: string[]): string {
	const accepted = count(messages, 'accepted');
	const numbers = `${accepted} messages accepted in the tables, ${sent} in the simulator's record`;
	const words =
		differences.length === 0
			? `They agree: ${numbers}, with the same transaction ids, recipients and contents, none twice; 1 login.`
			: `They do not agree: ${numbers}.`;
	return [
		'\nCompared with what reached the simulator\n',
		wrap(words, 2),
		...differences.map((difference) => wrap(difference, 4)),
	].join('\n');
}

/** What else there is to see, which takes a whole n8n. */
export function moreExamples(examples: Example[]): string {
	const rows = examples.map(({ name, path }) => [name, path]);
	const words = 'The other examples need more of n8n: npm run dev opens all in an editor.';
	return ['\nMore\n', wrap(words, 2), '', ...rows.map((row) => `  ${row.join('\n    ')}`)].join(
		'\n',
	);
}

/** How to go on in an n8n of one's own. */
export function nextSteps(): string {
	const steps = [
		'In n8n: Settings, Community Nodes, Install, n8n-nodes-livevox.',
		'Create a credential "LiveVox API" with your access token, client code, username and password. README.md says where each comes from.',
		'Import an example into a new workflow (Import from File), and choose your credential, template, code and service.',
		'Replace the recipients: the numbers in the examples are made up.',
	];
	return [
		'\nWith a LiveVox account\n',
		...steps.map((step, index) => `  ${index + 1}. ${wrap(step, 5).trimStart()}`),
		'',
	].join('\n');
}
