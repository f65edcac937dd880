/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import axios, { isAxiosError, type AxiosInstance } from 'axios';
import { parse } from 'flatted';
import type { IConnections, INode, IPinData, IRunExecutionData } from 'n8n-workflow';
import { setTimeout as sleep } from 'node:timers/promises';

const LOOK_EVERY_MS = 100;
const ENDED = ['success', 'error', 'canceled', 'crashed'];

/** Who the owner of each n8n is. The password is no secret: such an n8n lives on this machine, for a while. */
export const account = {
	email: 'owner@example.com',
	firstName: 'Demo',
	lastName: 'Owner',
	password: 'LiveVox-demo-1',
};

/** A workflow as n8n exports it. */
export interface WorkflowFile {
	id?: string;
	name: string;
	nodes: INode[];
	connections: IConnections;
	pinData?: IPinData;
	settings?: object;
}

/** A workflow that n8n has stored, under this id. */
export type StoredWorkflow = WorkflowFile & { id: string };

export interface CredentialFile {
	/** Under which workflows name it. */
	id: string;
	name: string;
	/** `liveVoxApi`. */
	type: string;
	data: object;
}

/** An execution that has ended. */
export interface Execution {
	id: string;
	/** `success`, `error`, `canceled`, … */
	status: string;
	data: IRunExecutionData;
}

/**
 * The owner of an n8n: does through the REST API what a person does in the editor. Each call throws an Error with
 * n8n's own words when n8n rejects it.
 */
export class Owner {
	/** Of the ids by which workflow files name credentials, those that n8n gave them. */
	private readonly credentialIds = new Map<string, string>();

	private constructor(private readonly http: AxiosInstance) {}

	/** Makes the owner's account in a new n8n, and signs in. */
	static async setUp(url: string): Promise<Owner> {
		return await Owner.begin(url, '/owner/setup', account);
	}

	/** Signs in to an n8n whose owner has an account already. */
	static async signIn(url: string): Promise<Owner> {
		const { email, password } = account;
		return await Owner.begin(url, '/login', { emailOrLdapLoginId: email, password });
	}

	private static async begin(url: string, path: string, body: object): Promise<Owner> {
		const http = axios.create({ baseURL: `${url}/rest` });
		http.interceptors.response.use(undefined, (error: unknown) => {
			throw rejection(error);
		});
		const { headers } = await http.post(path, body);
		const cookies = (headers['set-cookie'] ?? []).map((cookie) => cookie.split(';')[0]);
		http.defaults.headers.common.Cookie = cookies.join('; ');
		return new Owner(http);
	}

	/** @returns the id that n8n gives it; workflows that are created later may still name it by its own */
	async createCredential({ id, ...credential }: CredentialFile): Promise<string> {
		const { id: given } = await this.post<{ id: string }>('/credentials', credential);
		this.credentialIds.set(id, given);
		return given;
	}

	/** What the button of the credential shows: `OK` or `Error`, and a text. */
	async testCredential(credential: CredentialFile): Promise<{ status: string; message: string }> {
		const { id, name, type, data } = credential;
		const credentials = { id: this.credentialIds.get(id) ?? id, name, type, data };
		return await this.post('/credentials/test', { credentials });
	}

	/** Stores a workflow file, with the credentials that it names. It keeps its id, if it has one. */
	async createWorkflow(file: WorkflowFile): Promise<StoredWorkflow> {
		const nodes = file.nodes.map((node) => this.withStoredCredentials(node));
		return await this.post('/workflows', { settings: {}, ...file, nodes });
	}

	/**
	 * Puts a workflow live, and waits until n8n answers at its form or webhook: 2.41 does so a moment later.
	 *
	 * @param path such as `/webhook/send`
	 */
	async activate({ id }: Pick<StoredWorkflow, 'id'>, path: string): Promise<void> {
		const { versionId } = await this.get<{ versionId: string }>(`/workflows/${id}`);
		await this.post(`/workflows/${id}/activate`, { versionId });
		const { href } = new URL(path, this.http.defaults.baseURL);
		while (await isUnknown(href)) await sleep(LOOK_EVERY_MS);
	}

	/** Runs a workflow from one of its triggers as the editor does, and waits until it has ended. */
	async run(workflow: StoredWorkflow, trigger: string): Promise<Execution> {
		const { executionId } = await this.post<{ executionId?: string }>(`/workflows/${workflow.id}/run`, {
			workflowData: workflow,
			triggerToStartFrom: { name: trigger },
		});
		if (!executionId) throw new Error(`"${trigger}" waits for a call: n8n runs nothing before that`);
		return await this.executionEnded(executionId);
	}

	/**
	 * Waits until an execution has ended.
	 *
	 * @param orHas statuses that are waited for too
	 */
	async executionEnded(id: string, orHas: string[] = []): Promise<Execution> {
		for (;;) {
			const { status, data } = await this.get<{ status: string; data: string }>(`/executions/${id}`);
			if ([...ENDED, ...orHas].includes(status)) return { id, status, data: parse(data) as IRunExecutionData };
			await sleep(LOOK_EVERY_MS);
		}
	}

	/** Asks the REST API for something; paths begin after `/rest`. */
	async get<Answer>(path: string): Promise<Answer> {
		const { data } = await this.http.get<{ data: Answer }>(path);
		return data.data;
	}

	async post<Answer>(path: string, body: object): Promise<Answer> {
		const { data } = await this.http.post<{ data: Answer }>(path, body);
		return data.data;
	}

	/** Posts, and gives the whole answer as it came, also that of a request that n8n rejects. */
	async answerOf(path: string, body: object): Promise<string> {
		const options = { validateStatus: () => true, responseType: 'text' as const };
		const { data } = await this.http.post<string>(path, body, options);
		return data;
	}

	async patch<Answer>(path: string, body: object): Promise<Answer> {
		const { data } = await this.http.patch<{ data: Answer }>(path, body);
		return data.data;
	}

	async delete(path: string): Promise<void> {
		await this.http.delete(path);
	}

	/** The node types, or the credential types, that n8n knows: what its editor loads. */
	async types<Type>(of: 'nodes' | 'credentials'): Promise<Type[]> {
		const { href } = new URL(`/types/${of}.json`, this.http.defaults.baseURL);
		const { data } = await this.http.get<Type[]>(href);
		return data;
	}

	private withStoredCredentials(node: INode): INode {
		if (!node.credentials) return node;
		const stored = Object.entries(node.credentials).map(([type, { id, name }]) => [
			type,
			{ id: this.credentialIds.get(id ?? '') ?? id, name },
		]);
		return { ...node, credentials: Object.fromEntries(stored) };
	}
}

/** For a GET where it waits for a POST n8n has a hint. */
async function isUnknown(url: string): Promise<boolean> {
	const options = { validateStatus: () => true, responseType: 'text' as const };
	const { status, data } = await axios.get<string>(url, options);
	return status === 404 && !data.includes('Did you mean');
}

function rejection(error: unknown): unknown {
	if (!isAxiosError<{ message?: string }>(error)) return error;
	const { config, response, message } = error;
	const answer = response ? `${response.status} ${response.data.message ?? ''}` : message;
	return new Error(`${config?.method?.toUpperCase()} ${config?.url}: ${answer}`);
}
