export const REFUSED = 'LiveVox refused the login';
export const NOT_DONE = 'during the login';

const LOGIN_MESSAGE = new RegExp(`^(.*? \\((?:${REFUSED}|${NOT_DONE})\\))\\. (.*)$`, 's');

/**
 * A login that brought no session. A plain error: on one that carries a 401 n8n would log in again.
 *
 * @param words what happened, LiveVox's own words first
 * @param advice what the builder can do
 */
export const loginError = (words: string, when: typeof REFUSED | typeof NOT_DONE, advice: string) =>
	new Error(`${words} (${when}). ${advice}`);

/** Finds the words and the advice again in a login's message, all that n8n 2.8 leaves of the error. */
export function readLoginMessage(message: string): { words: string; advice: string } | undefined {
	const found = LOGIN_MESSAGE.exec(message);
	return found ? { words: found[1]!, advice: found[2]! } : undefined;
}
