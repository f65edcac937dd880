import axios from 'axios';
import { NodeHelpers, type INode, type INodeTypeDescription } from 'n8n-workflow';

import { account, type StoredWorkflow } from '../../n8n/owner';

/** All node types that an n8n knows, with those that it makes into tools: what its editor loads. */
export async function nodeTypesOf(url: string): Promise<INodeTypeDescription[]> {
	const credentials = { emailOrLdapLoginId: account.email, password: account.password };
	const { headers } = await axios.post(`${url}/rest/login`, credentials);
	const Cookie = (headers['set-cookie'] ?? []).join('; ');
	const types = `${url}/types/nodes.json`;
	const { data } = await axios.get<INodeTypeDescription[]>(types, { headers: { Cookie } });
	return data;
}

/** What the editor would mark red on the canvas: unknown types, missing fields, no credential. */
export function issuesOf(types: INodeTypeDescription[], { nodes }: StoredWorkflow): string[] {
	return nodes.flatMap((node) => {
		const type = types.find(({ name, version }) => name === node.type && [version].flat().includes(node.typeVersion));
		const issues = type ? issuesOfNode(node, type) : [`no type ${node.type} ${node.typeVersion}`];
		return issues.map((issue) => `${node.name}: ${issue}`);
	});
}

function issuesOfNode(node: INode, type: INodeTypeDescription): string[] {
	const issues = NodeHelpers.getNodeParametersIssues(type.properties, node, type);
	const missing = (type.credentials ?? []).filter(
		({ name, required, displayOptions }) => required && !displayOptions && !node.credentials?.[name]?.id,
	);
	return [...Object.values(issues?.parameters ?? {}).flat(), ...missing.map(({ name }) => `no credential ${name}`)];
}
