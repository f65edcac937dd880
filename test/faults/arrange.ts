import { PLANTED, plantSecrets } from '../engine/secrets';
import { recipients, Harness } from '../engine/harness';
import type { Fault, RecordedRequest, RouteName } from '../simulator';
import { hitMessages, isSend, MESSAGES, revokedMessage, type Cell } from './cells';
import type { FaultRow, Secrets } from './rows';

export const ITEMS = recipients(MESSAGES);

let harnesses = 0;

/** A harness with secrets that are found again; its access token is its own, so that no login is shared. */
export async function plantedHarness(): Promise<Harness> {
	const harness = await Harness.start();
	plantSecrets(harness);
	const accessToken = `access-token-to-look-for-${++harnesses}`;
	harness.livevox.state.clients[0]!.accessTokens = [accessToken];
	harness.changeCredential({ accessToken });
	return harness;
}

/** Every secret of a harness: those planted, and each session that a request has named. */
export const secretsOf = ({ credential, sessions }: Harness): string[] => [
	PLANTED,
	credential.accessToken!,
	...sessions,
];

/** Sets the session and the fault of a cell. */
export async function arrange(harness: Harness, cell: Cell): Promise<void> {
	const { row, operation, session } = cell;
	const { route } = operation;
	const { faults } = harness.livevox;
	const isAlways = row.hits === 'always';
	if (session === 'expired') {
		await harness.logInPast(harness.livevox.url);
		harness.livevox.revokeSessions();
		harness.livevox.record.clear();
	}
	if (session === 'revoked') {
		faults.add({ route, kind: 'revokeSession', on: liveRequest([revokedMessage(cell)], 1) });
	}
	const { accessToken = '' } = harness.credential;
	const isRevokedFirst = session === 'revoked' && !isSend(cell);
	const on = isAlways ? isLive : liveRequest(hitMessages(cell), isRevokedFirst ? 2 : 1);
	const fault = faultOn(route, row, { password: PLANTED, accessToken });
	faults.add(row.at ? { route: row.at, on: 1, ...fault } : { route, on, ...fault });
}

/** What a row does on a route. */
export const faultOn = (route: RouteName, row: FaultRow, secrets: Secrets): Fault =>
	(route !== 'send' && row.listFault) || row.fault(secrets);

/** A request whose session LiveVox knows: one with a dead session is rejected whatever the fault. */
export const isLive = (_n: number, { account }: RecordedRequest) => account !== undefined;

/** Picks the n-th live request of each of these messages; of a list, which names no message, the n-th. */
function liveRequest(messages: number[], nth: number) {
	const seen = new Map<number, number>();
	return (_n: number, request: RecordedRequest): boolean => {
		if (!isLive(_n, request)) return false;
		const message = Math.max(0, messageOf(request));
		const count = (seen.get(message) ?? 0) + 1;
		seen.set(message, count);
		return count === nth && messages.includes(message);
	};
}

/**
 * @returns which message a request sends; -1 for one that sends none
 */
export const messageOf = ({ body }: Pick<RecordedRequest, 'body'>) => indexOf((body as { to?: string })?.to);

export const indexOf = (to: string | undefined) => ITEMS.findIndex((item) => item.to === to);
