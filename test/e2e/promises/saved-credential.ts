import type { INode } from 'n8n-workflow';

import type { RegularN8n } from '../../n8n/queue/regular';
import { demoCredential } from '../../simulator/demo-credential';
import type { Harness } from '../queue/harness';

/** The credential's values as the form in the editor has them. */
export type Values = Record<string, unknown>;

const NAME = 'LiveVox API';
const TYPE = 'liveVoxApi';

let made = 0;

/** A credential that is stored in n8n, and what a person does with it in the editor. */
export class SavedCredential {
	private constructor(
		private readonly harness: Harness<RegularN8n>,
		/** By which workflows name it. */
		private readonly name: string,
		private readonly id: string,
	) {}

	/** With these values instead of the demo user's. */
	static async in(harness: Harness<RegularN8n>, values: Values = {}): Promise<SavedCredential> {
		const data = { ...demoCredential(harness.livevox), ...values };
		const name = `credential-${++made}`;
		const id = await harness.n8n.owner.createCredential({ id: name, name: NAME, type: TYPE, data });
		return new SavedCredential(harness, name, id);
	}

	/** A node that uses it. */
	on(node: INode): INode {
		return { ...node, credentials: { [TYPE]: { id: this.name, name: NAME } } };
	}

	/** What the form shows when it is opened: n8n hides what is secret. */
	async values(): Promise<Values> {
		const path = `/credentials/${this.id}?includeData=true`;
		const { data } = await this.harness.n8n.owner.get<{ data: Values }>(path);
		return data;
	}

	/** Opens the form, changes values, and saves. */
	async save(changes: Values): Promise<void> {
		const data = { ...(await this.values()), ...changes };
		await this.harness.n8n.owner.patch(`/credentials/${this.id}`, { name: NAME, type: TYPE, data });
	}

	/** What the form shows after it has tested the credential as it is stored. */
	async test(): Promise<{ status: string; message: string }> {
		const data = await this.values();
		return await this.harness.n8n.owner.testCredential({
			id: this.id,
			name: NAME,
			type: TYPE,
			data: data as object,
		});
	}
}
