import type { Harness } from './harness';

/** Stands where the password stands, and is found again wherever it goes. */
export const PLANTED = 'p4ssw0rd-to-look-for';

/** Arranges a LiveVox whose accounts have the planted password. */
export function plantSecrets(harness: Harness): void {
	for (const account of harness.livevox.state.accounts) account.password = PLANTED;
	harness.changeCredential({ password: PLANTED });
}

/** Everything of a value that could be shown, stored or logged: own keys, hidden ones, causes, stacks. */
export function everythingIn(value: unknown, seen = new Set<unknown>()): string {
	if (typeof value !== 'object' || value === null) return String(value);
	if (seen.has(value)) return '';
	seen.add(value);
	return Object.getOwnPropertyNames(value)
		.map((key) => `${key} ${everythingIn((value as Record<string, unknown>)[key], seen)}`)
		.join('\n');
}
