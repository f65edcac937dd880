/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

import type { Answer } from './answers';
import type { Fault } from './faults';

// Time for the client to read what came before the reset, which would discard it.
const RESET_DELAY_MS = 10;

/** A way to spoil an answer on its way back. */
interface BrokenDelivery {
	kind: Fault['kind'];
	/** What the client gets to see; absent: the answer's status. */
	seen?: 'reset' | 'none';
	deliver: (response: ServerResponse, answer: Answer, faults: Fault[]) => Promise<void> | void;
}

// The worst first: of several on one request only the first counts.
const BROKEN_DELIVERIES: BrokenDelivery[] = [
	{ kind: 'resetBefore', seen: 'reset', deliver: reset },
	{ kind: 'neverAnswers', seen: 'none', deliver: () => {} },
	{ kind: 'resetAfter', seen: 'reset', deliver: reset },
	{ kind: 'resetMidAnswer', seen: 'reset', deliver: resetMidAnswer },
	{ kind: 'truncated', deliver: truncate },
	{ kind: 'drip', deliver: drip },
];

/**
 * @returns how the faults on a request break its delivery, if one does
 */
export function brokenDelivery(faults: Fault[]): BrokenDelivery | undefined {
	return BROKEN_DELIVERIES.find((broken) => faults.some(({ kind }) => kind === broken.kind));
}

/** Sends an answer as it should be. */
export function deliverWhole(response: ServerResponse, answer: Answer): void {
	writeHead(response, answer).end(answer.body);
}

function writeHead(response: ServerResponse, { status, headers, body }: Answer): ServerResponse {
	const length = status === 204 ? {} : { 'content-length': Buffer.byteLength(body) };
	return response.writeHead(status, { ...headers, ...length });
}

function reset(response: ServerResponse): void {
	response.socket?.resetAndDestroy();
}

async function resetMidAnswer(response: ServerResponse, answer: Answer): Promise<void> {
	writeHead(response, answer).write(firstHalf(answer.body));
	await sleep(RESET_DELAY_MS);
	reset(response);
}

function truncate(response: ServerResponse, answer: Answer): void {
	writeHead(response, answer).write(firstHalf(answer.body), () => response.socket?.end());
}

function firstHalf(body: string): Buffer {
	const bytes = Buffer.from(body);
	return bytes.subarray(0, Math.floor(bytes.length / 2));
}

async function drip(response: ServerResponse, answer: Answer, faults: Fault[]): Promise<void> {
	const ms = faults.find((fault) => fault.kind === 'drip')?.ms;
	writeHead(response, answer).flushHeaders();
	for (const byte of Buffer.from(answer.body)) {
		await sleep(ms, undefined, { ref: false });
		if (response.destroyed) return;
		response.write(Buffer.of(byte));
	}
	response.end();
}
