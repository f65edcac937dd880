import type { SimulatorRecord } from '../../test/simulator';
import type { Message } from './messages';

/**
 * Compares what the node gave out with what the simulator carried out.
 *
 * @returns what does not agree, in words; nothing when all does
 */
export function differences(messages: Message[], { sent, logins }: SimulatorRecord): string[] {
	const shown = messages.flatMap(({ transactionId, to, content }) =>
		transactionId === undefined ? [] : [key(transactionId, to, content)],
	);
	const recorded = sent.map(({ transactionId, to, message, templateId }) =>
		key(transactionId, to, message ?? templateId),
	);
	const withoutIds = sent.map(({ to, message, templateId }) => key(to, message ?? templateId));
	return [
		...missing(shown, recorded).map((id) => `in the tables, not in the record: ${id}`),
		...missing(recorded, shown).map((id) => `in the record, not in the tables: ${id}`),
		...repeated(shown).map((id) => `twice in the tables: ${id}`),
		...repeated(withoutIds).map(() => 'a message went to the same recipient twice'),
		...(logins.length === 1 ? [] : [`${logins.length} logins instead of 1`]),
	];
}

const key = (...parts: unknown[]) => JSON.stringify(parts.map(String));

/** The transaction ids of the keys in the one list that the other lacks. */
function missing(keys: string[], others: string[]): string[] {
	const known = new Set(others);
	return keys.filter((candidate) => !known.has(candidate)).map(idOf);
}

const repeated = (keys: string[]) =>
	keys.filter((candidate, index) => keys.indexOf(candidate) !== index).map(idOf);

/** The first part of a key: the rest of it is personal. */
const idOf = (parts: string) => (JSON.parse(parts) as string[])[0]!;
