import { masked, table } from '../layout';
import type { Example } from './examples';
import type { Message } from './messages';

export const introduction = (version: string) => `
LiveVox SMS without an account: an example runs in n8n's own engine (n8n-core ${version})
against a simulator of LiveVox on this machine. No message leaves it.`;

/** What a step sent, one row per message. */
export function step(messages: Message[]): string {
	const rows = messages.map(({ item, to, status, transactionId }) => [
		String(item),
		masked(to),
		status,
		transactionId || '-',
	]);
	const head = ['Item', 'To', 'Status', 'Transaction ID'];
	const colAligns = ['right' as const];
	// The last text shows that expressions still point at the right item after the rejected ones.
	const last = messages.filter(({ content, status }) => status === 'accepted' && /\D/.test(content)).at(-1);
	return [
		`\n${messages[0]?.step}: ${count(messages)}\n`,
		table(head, rows, { colAligns }),
		...(last ? [table([], [[`Text of item ${last.item}`, last.content]], { colWidths: [18, 80] })] : []),
	].join('\n');
}

const count = (messages: Message[]) =>
	['accepted', 'rejected', 'unknown']
		.map((status) => `${messages.filter((message) => message.status === status).length} ${status}`)
		.join(', ');

/** Each message that wasn't accepted: which item, what happened, what to do. */
export function notAccepted(messages: Message[]): string {
	const rows = messages.flatMap(({ step, item, error }) =>
		error ? [[step, String(item), `${error.message}\n${error.description}`]] : [],
	);
	if (rows.length === 0) return '';
	const columns = { colAligns: ['left' as const, 'right' as const], colWidths: [17, 6, 74] };
	return `
Not accepted, and why (items count from 0, as in n8n)

${table(['Step', 'Item', 'Reason'], rows, columns)}`;
}

/** Whether the tables and the simulator's record say the same. */
export function verdict(messages: Message[], recorded: number, differences: string[]): string {
	const accepted = messages.filter(({ status }) => status === 'accepted').length;
	const numbers = `${accepted} messages accepted in the tables, ${recorded} in the simulator's record`;
	const words =
		differences.length === 0
			? `Match: ${numbers},\n  with the same transaction IDs, recipients, and contents; no duplicates; 1 login.`
			: `Mismatch: ${[`${numbers}.`, ...differences].join('\n  ')}`;
	return `
Compared with what reached the simulator

  ${words}`;
}

/** The examples that don't run here. */
export const moreExamples = (examples: Example[]) => `
More

  The other examples need a full n8n: run \`npm run dev\`.

${table(
	['Example', 'File'],
	examples.map(({ name, path }) => [name, path]),
)}`;

export const NEXT_STEPS = `
With a LiveVox account

  1. In n8n, go to Settings > Community Nodes, select Install, and enter n8n-nodes-livevox.
  2. Create a credential "LiveVox API" with your access token, client code, username, and
     password. See "Credentials" in README.md.
  3. Import an example into a new workflow (Import from File), and select your credential,
     template, code, and service.
  4. Replace the recipients: the phone numbers in the examples are made up.
  5. Add 'Dry Run' under 'Options' for the first execution: it checks everything and sends nothing.
`;
