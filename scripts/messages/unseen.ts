/** Texts in the code that look like words, and that no person is shown. */
export const UNSEEN: ReadonlyArray<{ text: string; because: string }> = [
	{ text: 'taken ', because: 'marks a key in the de-duplication store of n8n' },
	{ text: 'begun ', because: 'marks a key in the de-duplication store of n8n' },
	{ text: 'Tool', because: 'ends the names of the node types that n8n makes for AI agents' },
	{ text: 'open ', because: 'marks a key in the de-duplication store of n8n' },
	{
		text: 'No complete answer in time',
		because: 'its code ETIMEDOUT is read, and told in the words for a time-out',
	},
];
