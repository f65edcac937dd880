import type { Simulator } from '../simulator';
import { demoCredential } from '../simulator/demo-credential';
import type { CredentialFile } from './owner';
import type { ScriptedModel } from './scripted-model';

/** The credentials that the workflows of `examples/` name, one for each id. */
export function exampleCredentials(livevox: Simulator, model: ScriptedModel): CredentialFile[] {
	return [
		{
			id: 'livevox-demo',
			name: 'LiveVox API',
			type: 'liveVoxApi',
			data: demoCredential(livevox),
		},
		{
			id: 'livevox-demo-model',
			name: 'OpenAI',
			type: 'openAiApi',
			data: { apiKey: 'any', url: model.url },
		},
	];
}
