import type { INode, INodeParameters } from 'n8n-workflow';

import { MESSAGE } from '../competitors';
import { whole } from '../statistics';
import { node, type Link, type Way } from './workflow';

/** The credential's id in these workflows. */
export const CREDENTIAL = 'livevox';

const withCredential = (plain: INode): INode => ({
	...plain,
	credentials: { liveVoxApi: { id: CREDENTIAL, name: 'LiveVox API' } },
});

const picked = (value: string | number) => ({ __rl: true, mode: 'id', value: String(value) });

const sendSms = (options: INodeParameters): INode =>
	withCredential(
		node('Send SMS', 'n8n-nodes-livevox.liveVoxSms', 1, {
			resource: 'sms',
			operation: 'send',
			from: picked(MESSAGE.from),
			to: '={{ $json.to }}',
			content: 'message',
			message: MESSAGE.message,
			service: picked(MESSAGE.service),
			options,
		}),
	);

export const thisNode: Way = { name: 'This node', nodes: [sendSms({})] };

/** @param words what is said of these options */
export const thisNodeWith = (options: INodeParameters, words: string): Way => ({
	name: `This node, ${words}`,
	nodes: [sendSms(options)],
});

const BODY = `={{ { from: "${MESSAGE.from}", to: $json.to, serviceId: ${MESSAGE.service}, body: { message: "${MESSAGE.message}" } } }}`;

/** The HTTP Request node with this package's credential, and its defaults wherever nothing else is said. */
const httpRequest = (url: string, options: INodeParameters = {}): INode =>
	withCredential(
		node('HTTP Request', 'n8n-nodes-base.httpRequest', 4.4, {
			method: 'POST',
			url: `${url}/sms/`,
			authentication: 'predefinedCredentialType',
			nodeCredentialType: 'liveVoxApi',
			sendBody: true,
			specifyBody: 'json',
			jsonBody: BODY,
			options,
		}),
	);

/** As the switch in the node's settings has it: three tries, a second apart. */
const retrying = (plain: INode): INode => ({ ...plain, retryOnFail: true });

export const atOnce = (url: string): Way => ({
	name: 'HTTP Request, defaults',
	nodes: [httpRequest(url)],
});

export const batched = (url: string, batchSize: number, batchInterval: number): Way => ({
	name: `HTTP Request, ${batchSize} per ${whole(batchInterval)} ms`,
	nodes: [retrying(httpRequest(url, { batching: { batch: { batchSize, batchInterval } } }))],
});

const LOOP = 'Loop Over Items';

/** @param waitSeconds between two batches; absent: the loop has no Wait node */
export function loop(url: string, batchSize: number, waitSeconds?: number): Way {
	const inLoop = [retrying(httpRequest(url))];
	if (waitSeconds) inLoop.push(node('Wait', 'n8n-nodes-base.wait', 1.1, { amount: waitSeconds }));
	const names = inLoop.map(({ name }) => name);
	return {
		name: `Loop of ${batchSize}${waitSeconds ? `, Wait ${waitSeconds} s` : ''}`,
		nodes: [node(LOOP, 'n8n-nodes-base.splitInBatches', 3, { batchSize, options: {} }), ...inLoop],
		links: [[LOOP, 1, names[0]!], ...names.map((name, i): Link => [name, 0, names[i + 1] ?? LOOP])],
	};
}
