import type {
	IDataObject,
	IExecuteFunctions,
	IHttpRequestOptions,
	INodeExecutionData,
	INodeProperties,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';

/** What the floor has in flight. */
export const FLOOR_CONCURRENCY = 10;

const CREDENTIAL = 'liveVoxApi';

/** The message that every competitor sends, this node too. */
export const MESSAGE = { from: '53063', message: 'Your appointment is tomorrow', service: 100915 };

/** The parameters of the competitors' nodes: as with this node, the recipient is an expression. */
export const competitorParameters: IDataObject = { ...MESSAGE, to: '={{ $json.to }}' };

const PROPERTIES = ['from', 'to', 'message', 'service'].map(
	(name): INodeProperties => ({ displayName: name, name, type: 'string', default: '' }),
);

const descriptionOf = (name: string): INodeTypeDescription => ({
	displayName: name,
	name,
	group: ['output'],
	version: 1,
	description: '',
	defaults: { name },
	inputs: ['main'],
	outputs: ['main'],
	credentials: [{ name: CREDENTIAL, required: true }],
	properties: PROPERTIES,
});

/** A loop over the items with one request in it, as n8n's built-in SMS nodes have it. */
class OneAtATime implements INodeType {
	description = descriptionOf('oneAtATime');

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const url = await sendUrl(this);
		const output: INodeExecutionData[] = [];
		for (const item of this.getInputData().keys()) {
			output.push(await sendAsNeighbour(this, url, item).catch(failed(item)));
		}
		return [output];
	}
}

/** All requests started in one loop and awaited together, as the HTTP Request node does it. */
class AllAtOnce implements INodeType {
	description = descriptionOf('allAtOnce');

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const url = await sendUrl(this);
		const requests = this.getInputData().map((_, item) => sendAsNeighbour(this, url, item));
		const settled = await Promise.allSettled(requests);
		return [
			settled.map((result, item) =>
				result.status === 'fulfilled' ? result.value : failed(item)(result.reason as Error),
			),
		];
	}
}

/**
 * The requests of this node, made by the same helper with the same options at the same concurrency. It
 * reads no parameter, checks nothing, judges no answer, repeats nothing and remembers nothing.
 */
class Floor implements INodeType {
	description = descriptionOf('floor');

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const url = await sendUrl(this);
		// As in this node: read once, handed to each request, and n8n writes the session of a login into it.
		const data = { ...(await this.getCredentials(CREDENTIAL)) };
		const credentialsDecrypted = { id: '', name: '', type: CREDENTIAL, data };
		const { from, message, service } = MESSAGE;
		const bodyFor = ({ json }: INodeExecutionData) => bodyOf(from, json.to, message, service);
		const answers: IDataObject[] = [];
		const items = this.getInputData();
		const queue = items.entries();
		const work = async () => {
			for (const [index, item] of queue) {
				const answer = await this.helpers.httpRequestWithAuthentication.call(
					this,
					CREDENTIAL,
					floorOptions(url, bodyFor(item)),
					{ credentialsDecrypted },
				);
				answers[index] = answer.body;
			}
		};
		await Promise.all(Array.from({ length: FLOOR_CONCURRENCY }, work));
		return [items.map((item, index) => acceptedItem(index, bodyFor(item), answers[index]!))];
	}
}

/** No competitor: a node that does what it is given to do. */
export class Work implements INodeType {
	description = descriptionOf('work');

	constructor(work: (context: IExecuteFunctions) => Promise<void>) {
		this.execute = async function () {
			await work(this);
			return [[]];
		};
	}

	execute: (this: IExecuteFunctions) => Promise<INodeExecutionData[][]>;
}

/** The node types that this node is compared with, by the names that a workflow holds. */
export const competitorTypes: Record<string, INodeType> = {
	'bench.oneAtATime': new OneAtATime(),
	'bench.allAtOnce': new AllAtOnce(),
	'bench.floor': new Floor(),
};

async function sendUrl(context: IExecuteFunctions): Promise<string> {
	const { baseUrl } = await context.getCredentials(CREDENTIAL);
	return `${String(baseUrl)}/sms/`;
}

async function sendAsNeighbour(context: IExecuteFunctions, url: string, item: number): Promise<INodeExecutionData> {
	const value = (name: string) => context.getNodeParameter(name, item);
	const body = bodyOf(value('from'), value('to'), value('message'), value('service'));
	const answer: IDataObject = await context.helpers.httpRequestWithAuthentication.call(context, CREDENTIAL, {
		method: 'POST',
		url,
		body,
		json: true,
	});
	return acceptedItem(item, body, answer);
}

const bodyOf = (from: unknown, to: unknown, message: unknown, service: unknown) => ({
	from: String(from),
	to: String(to),
	body: { message: String(message) },
	serviceId: Number(service),
});

const floorOptions = (url: string, body: object): IHttpRequestOptions => ({
	method: 'POST',
	url,
	headers: { 'Content-Type': 'application/json' },
	json: true,
	timeout: 30_000,
	disableFollowRedirect: true,
	returnFullResponse: true,
	ignoreHttpStatusErrors: true,
	body,
});

/** The output item of this node, so that all competitors keep the same. */
const acceptedItem = (
	item: number,
	{ from, to, body: { message }, serviceId }: ReturnType<typeof bodyOf>,
	{ transactionId }: IDataObject,
): INodeExecutionData => ({
	json: { transactionId, status: 'accepted', from, to, message, serviceId },
	pairedItem: { item },
});

const failed = (item: number) => (error: Error) => ({
	json: { error: error.message },
	pairedItem: { item },
});
