import fastify from 'fastify';

/** A turn of a conversation, as OpenAI's chat completions API has it. */
export interface ChatMessage {
	role: 'system' | 'user' | 'assistant' | 'tool';
	content: string | Array<{ type: string; text?: string }> | null;
}

/** What n8n's OpenAI Chat Model asks for. */
export interface ModelRequest {
	model: string;
	messages: ChatMessage[];
	tools?: Tool[];
	/** Agents before version 2 ask for a stream. */
	stream?: boolean;
}

export interface Tool {
	type: 'function';
	function: { name: string; description: string; parameters: Parameters };
}

/** What a tool wants to know, as a JSON schema. */
export interface Parameters {
	properties: Record<string, Parameters>;
}

/** A call of a tool. */
export interface Call {
	name: string;
	/** JSON. */
	arguments: string;
}

/** What the model says next. */
export type Reply = { content: string; finish: 'stop' } | { calls: Call[]; finish: 'tool_calls' };

export interface ScriptedModel {
	/** Ends in `/v1`: the Base URL of an OpenAI credential. Any API key will do. */
	url: string;
	/** All that was asked, the latest at the end. */
	requests: ModelRequest[];
	close: () => Promise<void>;
}

const PHONE_NUMBER = /\+?[(\d][\d\s().-]{5,}\d/;
const MODEL = 'gpt-5-mini';

/**
 * Starts a chat model that needs no account: it speaks OpenAI's chat completions API and plays a rule.
 *
 * @param reply the rule; absent: a user's words with a phone number become a call of the first tool, and what the tool
 * answers is repeated to the user
 */
export async function startScriptedModel(reply: (request: ModelRequest) => Reply = replyTo): Promise<ScriptedModel> {
	const requests: ModelRequest[] = [];
	const server = fastify({ forceCloseConnections: true });
	server.get('/v1/models', () => ({ object: 'list', data: [{ id: MODEL, object: 'model' }] }));
	server.post<{ Body: ModelRequest }>('/v1/chat/completions', async (request, answer) => {
		requests.push(request.body);
		const said = reply(request.body);
		if (!request.body.stream) return completion(said);
		return await answer.type('text/event-stream').send(streamed(said));
	});
	const url = await server.listen({ host: '127.0.0.1', port: 0 });
	return { url: `${url}/v1`, requests, close: async () => await server.close() };
}

function replyTo({ messages, tools }: ModelRequest): Reply {
	const last = messages.at(-1);
	const words = textOf(last);
	if (last?.role === 'tool') return say(`The tool answered: ${words}`);
	const [number] = PHONE_NUMBER.exec(words) ?? [];
	const tool = tools?.[0]?.function;
	if (!number || !tool) return say('Tell me a phone number and what to text to it.');
	const text = words.slice(words.indexOf(number) + number.length).replace(/^[\s:"“]+|["”\s]+$/g, '');
	const call = { name: tool.name, arguments: JSON.stringify(fillIn(tool.parameters, number, text)) };
	return { calls: [call], finish: 'tool_calls' };
}

const say = (content: string): Reply => ({ content, finish: 'stop' });

/** The number for the first thing that the tool wants to know, the text for the second. */
function fillIn({ properties }: Parameters, ...values: string[]): object {
	// A tool whose calls a person approves: n8n wraps what it wants to know.
	if (properties.toolParameters) return { toolParameters: fillIn(properties.toolParameters, ...values) };
	const names = Object.keys(properties).slice(0, values.length);
	return Object.fromEntries(names.map((name, i) => [name, values[i]!]));
}

function textOf(message: ChatMessage | undefined): string {
	const content = message?.content ?? '';
	return typeof content === 'string' ? content : content.map(({ text }) => text ?? '').join('');
}

function completion(reply: Reply) {
	const usage = { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 };
	const message = { role: 'assistant', ...body(reply) };
	const choice = { index: 0, message, finish_reason: reply.finish };
	const id = 'chatcmpl-scripted';
	return { id, object: 'chat.completion', created: 0, model: MODEL, choices: [choice], usage };
}

/** The whole reply in one piece of a stream. */
function streamed(reply: Reply): string {
	const { content, tool_calls } = body(reply);
	const calls = tool_calls?.map((call, index) => ({ index, ...call }));
	const delta = { role: 'assistant', content, ...(calls && { tool_calls: calls }) };
	const chunk = (choice: object) => ({
		id: 'chatcmpl-scripted',
		object: 'chat.completion.chunk',
		created: 0,
		model: MODEL,
		choices: [{ index: 0, ...choice }],
	});
	const chunks = [chunk({ delta, finish_reason: null }), chunk({ delta: {}, finish_reason: reply.finish })];
	return [...chunks.map((each) => JSON.stringify(each)), '[DONE]'].map((data) => `data: ${data}\n\n`).join('');
}

function body(reply: Reply): { content: string | null; tool_calls?: object[] } {
	if (reply.finish === 'stop') return { content: reply.content };
	const tool_calls = reply.calls.map((call, index) => ({
		id: `call-${index}`,
		type: 'function',
		function: call,
	}));
	return { content: null, tool_calls };
}
