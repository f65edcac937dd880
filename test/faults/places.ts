import { stringify } from 'flatted';

import { everythingIn } from '../engine/secrets';
import type { NodeRun } from '../engine/harness';

/** What is left where people, logs and databases see it, once a cell of the matrix has run. */
export interface LeftBehind {
	/** The run, and the later ones of a person who pressed Retry. */
	runs: NodeRun[];
	/** What n8n has logged at its level debug, and what went to the console, meanwhile. */
	log: string;
	/** n8n's de-duplication store. */
	store: unknown;
	/** What an AI agent was told by the node as its tool. */
	toolAnswers?: unknown;
	/** What the dropdowns showed or threw. */
	dropdowns?: unknown;
}

const ofRuns = (pick: (run: NodeRun) => unknown) => (left: LeftBehind) => left.runs.map(pick);

const ofErrors = (key: string) => ofRuns(({ error }) => (error as Record<string, unknown> | undefined)?.[key]);

/** Every place that is searched for the password, the access token and every session id. */
export const PLACES: Record<string, (left: LeftBehind) => unknown> = {
	'the items of the first output': ofRuns(({ items }) => items),
	'the items of the error output': ofRuns(({ errors }) => errors),
	'the error that stops the workflow: its message': ofErrors('message'),
	'its description': ofErrors('description'),
	'its context': ofErrors('context'),
	'its cause': ofErrors('cause'),
	'its stack': ofErrors('stack'),
	'its messages': ofErrors('messages'),
	'hints below the output': ofRuns(({ hints }) => hints),
	'the execution as n8n saves it': ofRuns(({ run }) => stringify(run.data)),
	'what n8n keeps for the node between tries': ofRuns(({ run }) => run.data.executionData?.contextData),
	'the whole run in memory, hidden keys too': ofRuns(({ run }) => run),
	'n8n’s log at level debug, and the console': ({ log }) => log,
	'n8n’s de-duplication store': ({ store }) => store,
	'what an AI agent gets that calls the node as its tool, and that run (once for each fault)': ({ toolAnswers }) =>
		toolAnswers,
	'the dropdowns and their errors (once for each fault)': ({ dropdowns }) => dropdowns,
};

/**
 * @returns the names of the places where one of the secrets stands
 */
export function placesWith(secrets: string[], left: LeftBehind): string[] {
	const writings = secrets.flatMap(writingsOf);
	return Object.keys(PLACES).filter((place) => {
		const text = everythingIn([PLACES[place]!(left)]);
		return writings.some((writing) => text.includes(writing));
	});
}

/** As it is, in capitals and in base64, of which neighbors have a part in the ends; it has no letter to escape. */
const writingsOf = (secret: string): string[] => [
	secret,
	secret.toUpperCase(),
	...['', 'user:', 'user1:'].map((before) => Buffer.from(`${before}${secret}`).toString('base64').slice(8, -4)),
];
