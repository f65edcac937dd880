/** Mutants that no test kills, all for the same reason. */
export interface Survivors {
	/** Of the code, from `nodes/LiveVoxSms/` or the root. */
	file: string;
	/** As `report.ts` writes them. */
	changes: string[];
	/** For the readers of docs/mutation.md. */
	because: string;
}

/** Each mutant that may survive. What is missing here, and what does not survive any more, fails `npm run mutation`. */
export const SURVIVORS: readonly Survivors[] = [
	{
		file: 'message/characterName.ts',
		changes: [`'' → "Stryker was here!"`],
		because:
			'The default is for TypeScript alone: the normal form of a character has a first character.',
	},
	{
		file: 'message/options.ts',
		changes: [`'' → "Stryker was here!"`],
		because: 'Whatever is no number is refused in the same words, nothing and any word alike.',
	},
	{
		file: 'message/phoneNumber.ts',
		changes: [
			'/^[2-9](?!11)[0-8]\\d$/ → /[2-9](?!11)[0-8]\\d$/',
			'/^[2-9](?!11)[0-8]\\d$/ → /^[2-9](?!11)[0-8]\\d/',
			'/^(?:[589]00|5(?:2\\d|33|44|66|77|88)|8(?:33|44|55|66|77|88))$/ → /(?:[589]00|5(?:2\\d|33|44|66|77|88)|8(?:33|44|55|66|77|88))$/',
			'/^(?:[589]00|5(?:2\\d|33|44|66|77|88)|8(?:33|44|55|66|77|88))$/ → /^(?:[589]00|5(?:2\\d|33|44|66|77|88)|8(?:33|44|55|66|77|88))/',
		],
		because: 'An area code is three digits by then, so a pattern of three digits needs no ends.',
	},
	{
		file: 'message/request.ts',
		changes: ['isDryRun ?? true → isDryRun && true', 'true → false'],
		because:
			'A draft whose Dry Run is refused was given back before. The default is for TypeScript, and is the one that sends nothing.',
	},
	{
		file: 'message/values.ts',
		changes: ['text === undefined → false'],
		because: 'For TypeScript alone: what is no text is no number either.',
	},
	{
		file: 'delivery/outcome.ts',
		changes: [`reply.kind === 'answer' → true`, `reply.kind !== 'answer' → false`],
		because: 'For TypeScript alone: a reply without an answer has no `status`.',
	},
	{
		file: 'delivery/outcome.ts',
		changes: [
			`'earlier' → ""`,
			`'elsewhere' → ""`,
			`'untold' → ""`,
			`case 'untold': return false; → case 'untold':`,
		],
		because:
			'Such a reply is then taken for a broken connection. It has no `beforeSending`, so it is unknown all the same.',
	},
	{
		file: 'delivery/pace.ts',
		changes: [`[] → ["Stryker was here"]`],
		because: 'A text among the moments of acceptance is in no second, and so never counted.',
	},
	{
		file: 'delivery/pool.ts',
		changes: [`reply.kind === 'answer' → true`],
		because: 'For TypeScript alone: a reply without an answer has no `retryAfter` to read.',
	},
	{
		file: 'delivery/retryAfter.ts',
		changes: [`'' → "Stryker was here!"`],
		because: 'No header asks for no wait, and a word that is no date does neither.',
	},
	{
		file: 'delivery/supply.ts',
		changes: ['result → true'],
		because:
			'A key without anything against it is looked up later: set to nothing or not set is the same.',
	},
	{
		file: 'transport/environment.ts',
		changes: [`'' → "Stryker was here!"`],
		because: 'Nothing is refused in the same words as a text that is no web address.',
	},
	{
		file: 'transport/environment.ts',
		changes: ['{ return undefined; } → {}'],
		because: 'A function that ends without a return gives undefined as well.',
	},
	{
		file: 'transport/login.ts',
		changes: ['this.refusals.size > 0 → true', 'this.refusals.size > 0 → this.refusals.size >= 0'],
		because: 'It only saves a hash where there is nothing to forget.',
	},
	{
		file: 'transport/session.ts',
		changes: [`reply.kind === 'answer' → true`],
		because: 'For TypeScript alone: a reply without an answer has no `status`.',
	},
	{
		file: 'transport/session.ts',
		changes: ['status !== undefined → true'],
		because: 'For TypeScript alone: what is undefined is not less than a number.',
	},
	{
		file: 'transport/session.ts',
		changes: ['this.renewals++ → this.renewals--'],
		because: 'It is asked only whether the number is another one.',
	},
	{
		file: 'transport/session.ts',
		changes: [`'' → "Stryker was here!"`],
		because: 'Only the session of an answer is looked at, and this is none.',
	},
	{
		file: 'transport/session.ts',
		changes: ['true → false'],
		because: 'The mark counts by being there.',
	},
	{
		file: 'transport/session.ts',
		changes: [`'' → "Stryker was here!"`, `'' → "Stryker was here!"`],
		because: 'n8n wants an id and a name in what it is given, and uses neither.',
	},
	{
		file: 'credentials/LiveVoxApi.credentials.ts',
		changes: [`'https://github.com/livevox-n8n/n8n-nodes-livevox#credentials' → ""`],
		because:
			'Where the link leads is tested on the built package, in test/package/description.test.ts.',
	},
];
