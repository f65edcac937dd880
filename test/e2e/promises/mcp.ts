import type { RegularN8n } from '../../n8n/queue/regular';
import type { Harness } from '../queue/harness';
import { post } from './harness';

interface Answer {
	result?: { content?: Array<{ text: string }>; tools?: Array<{ name: string }> };
	error?: { message: string };
}

/** A client of n8n's MCP servers: JSON-RPC over streamable HTTP, as an assistant elsewhere calls tools. */
export class McpClient {
	private session = {};
	private calls = 0;

	private constructor(
		private readonly harness: Harness<RegularN8n>,
		private readonly path: string,
		private readonly headers: Record<string, string>,
	) {}

	/** @param path such as `/mcp/path-of-the-trigger` */
	static async connect(harness: Harness<RegularN8n>, path: string, headers = {}): Promise<McpClient> {
		const client = new McpClient(harness, path, headers);
		await client.ask('initialize', {
			protocolVersion: '2025-03-26',
			capabilities: {},
			clientInfo: { name: 'promises', version: '1' },
		});
		await client.send({ method: 'notifications/initialized' });
		return client;
	}

	async toolNames(): Promise<string[]> {
		const { result } = await this.ask('tools/list', {});
		return (result?.tools ?? []).map(({ name }) => name);
	}

	/** @returns what the tool answered, as text */
	async call(name: string, args: object): Promise<string> {
		const { result, error } = await this.ask('tools/call', { name, arguments: args });
		return error?.message ?? (result?.content ?? []).map(({ text }) => text).join('\n');
	}

	private async ask(method: string, params: object): Promise<Answer> {
		const text = await this.send({ method, params, id: ++this.calls });
		const [, data] = /^data: (.*)$/m.exec(text) ?? [];
		if (!data) throw new Error(`${method} was answered with: ${text}`);
		return JSON.parse(data) as Answer;
	}

	private async send(message: object): Promise<string> {
		const { data, headers } = await post(
			this.harness,
			this.path,
			{ jsonrpc: '2.0', ...message },
			{ Accept: 'application/json, text/event-stream', ...this.headers, ...this.session },
		);
		const session = headers['mcp-session-id'] as string | undefined;
		if (session) this.session = { 'mcp-session-id': session };
		return data;
	}
}
