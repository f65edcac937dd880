import { Credentials, type PackageDirectoryLoader } from 'n8n-core';
import {
	ICredentialsHelper,
	NodeHelpers,
	type ICredentialDataDecryptedObject,
	type IHttpRequestHelper,
	type IHttpRequestOptions,
	type INode,
	type INodeCredentialsDetails,
	type IRequestOptionsSimplified,
	type IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';

/**
 * n8n's credentials helper (`packages/cli/src/credentials-helper.ts`) with a map in place of the database:
 * when it logs in, what it stores and what a node gets to see are the same.
 */
export class MemoryCredentials extends ICredentialsHelper {
	/** What stands in the "database", by credential type. */
	readonly stored = new Map<string, ICredentialDataDecryptedObject>();

	constructor(private readonly loader: PackageDirectoryLoader) {
		super();
	}

	async preAuthentication(
		helpers: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
		node: INode,
		credentialsExpired: boolean,
	): Promise<ICredentialDataDecryptedObject | undefined> {
		const type = this.typeOf(typeName);
		const expirable = type.properties.find(
			(property) => property.type === 'hidden' && property.typeOptions?.expirable === true,
		);
		if (!expirable || typeof type.preAuthentication !== 'function') return undefined;
		const isTest = node.parameters.temp === '' && node.type === 'n8n-nodes-base.noOp';
		if (credentials[expirable.name] !== '' && !credentialsExpired && !isTest) return undefined;

		const output = await type.preAuthentication.call(helpers, credentials);
		if (output[expirable.name] === undefined) return undefined;
		this.stored.set(typeName, {
			...this.stored.get(typeName),
			...(output as ICredentialDataDecryptedObject),
		});
		return Object.assign(credentials, output);
	}

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
		request: IHttpRequestOptions | IRequestOptionsSimplified,
	): Promise<IHttpRequestOptions> {
		const { authenticate } = this.typeOf(typeName);
		if (typeof authenticate !== 'function') throw new Error('Only a function is known here');
		return await authenticate(credentials, request as IHttpRequestOptions);
	}

	async getDecrypted(
		_additionalData: IWorkflowExecuteAdditionalData,
		_node: INodeCredentialsDetails,
		typeName: string,
	): Promise<ICredentialDataDecryptedObject> {
		const stored = this.stored.get(typeName);
		if (!stored) throw new Error(`Credential of type "${typeName}" does not exist`);
		const { properties } = this.typeOf(typeName);
		return NodeHelpers.getNodeParameters(
			properties,
			stored as never,
			true,
			false,
			null,
			null as never,
		) as ICredentialDataDecryptedObject;
	}

	async getCredentials(_node: INodeCredentialsDetails, type: string) {
		return new Credentials({ id: '1', name: type }, type, '');
	}

	async updateCredentials(_node: INodeCredentialsDetails, type: string, data: ICredentialDataDecryptedObject) {
		this.stored.set(type, data);
	}

	getCredentialsProperties = (type: string) => this.typeOf(type).properties;
	getParentTypes = () => [];
	isCredentialUsableByNode = () => true;
	runPreAuthentication = async () => undefined;
	updateCredentialsOauthTokenData = async () => {};

	private typeOf(name: string) {
		return this.loader.getCredential(name).type;
	}
}
