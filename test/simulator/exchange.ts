/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/require-node-api-error */
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { header } from './access';
import { type Answer, empty } from './answers';
import { brokenDelivery, deliverWhole } from './delivery';
import { Rejection, rejectionAnswer } from './errors';
import { isCarriedOut, replacement } from './fault-effects';
import type { Fault } from './faults';
import type { Call, Route, Context } from './context';

interface Outcome {
	answer: Answer;
	carriedOut: boolean;
}

// Never seen: a fault that keeps a request from being acted on brings its own answer, or none.
const NOT_ACTED_ON: Outcome = { answer: empty(500), carriedOut: false };

/**
 * Takes a request from its arrival to the end of its answer: records it, acts on it at once, and answers
 * as the faults on it say. Acting does not wait for a latency, so that the record no longer changes once
 * a client has given up.
 */
export async function exchange(
	context: Context,
	route: Route,
	request: FastifyRequest,
	reply: FastifyReply,
): Promise<void> {
	const { params, ...arrived } = callOf(context, route, request);
	const recorded = context.record.arrive(arrived);
	reply.raw.once('close', () => context.record.finish(recorded));

	const faults = context.faults.of(recorded);
	const { answer, carriedOut } = actUnder(faults, context, route, { ...arrived, params });
	recorded.carriedOut = carriedOut;

	const latency = faults.reduce((sum, fault) => sum + latencyOf(fault), 0);
	if (latency > 0) await sleep(latency, undefined, { ref: false });
	// Written raw: faults need the socket, and Fastify would add a charset to the content type.
	reply.hijack();
	if (reply.raw.destroyed) return;

	const broken = brokenDelivery(faults);
	recorded.answer = broken?.seen ?? answer.status;
	if (broken) return await broken.deliver(reply.raw, answer, faults);
	// Finished before the client can know it, so that its next request never counts beside this one.
	context.record.finish(recorded);
	deliverWhole(reply.raw, answer);
}

function callOf({ clock, sessions }: Context, route: Route, request: FastifyRequest): Call {
	const [path = ''] = request.originalUrl.split('?');
	const account = sessions.find(header(request, 'lv-session'))?.account.userName;
	return {
		route: route.name,
		method: request.method,
		path,
		query: request.query as Call['query'],
		headers: request.headers,
		body: request.body,
		at: clock(),
		...(account === undefined ? {} : { account }),
		params: request.params as Call['params'],
	};
}

function actUnder(faults: Fault[], context: Context, route: Route, call: Call): Outcome {
	if (faults.some(({ kind }) => kind === 'revokeSession')) context.sessions.endAll();
	const { answer, carriedOut } = faults.every(isCarriedOut) ? act(context, route, call) : NOT_ACTED_ON;
	const replaced = faults.map((fault) => replacement(fault, context.switches)).find(Boolean);
	return { answer: replaced ?? answer, carriedOut };
}

function act(context: Context, route: Route, call: Call): Outcome {
	try {
		return { answer: route.handle(context, call), carriedOut: true };
	} catch (error) {
		if (!(error instanceof Rejection)) throw error;
		return { answer: rejectionAnswer(error, context.switches), carriedOut: false };
	}
}

function latencyOf(fault: Fault): number {
	return fault.kind === 'latency' ? fault.ms : 0;
}
