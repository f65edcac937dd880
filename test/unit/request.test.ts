import fc from 'fast-check';

import { validateDraft, type SmsDraft, type SmsRequest, type SmsRules } from '../../nodes/LiveVoxSms/message/request';
import { AGENT, DRAFT, issuesOf, requestOf, USER } from './draft';

const TEMPLATE: SmsDraft = { ...DRAFT, content: 'template', message: '', template: '75870' };

const REQUEST = {
	from: '53063',
	to: '4155550123',
	body: { message: 'Hello' },
	serviceId: 100915,
};

const messagesOf = (draft: Partial<SmsDraft>, rules = USER) =>
	issuesOf(draft, rules).map(({ field, message }) => `'${field}' ${message}`);

describe('service and account', () => {
	const AGENT_REQUEST = { from: '53063', to: '4155550123', body: { message: 'Hello' } };

	test.each<[string, SmsRules, Partial<SmsDraft>, object]>([
		['a user with a service', USER, { account: '' }, REQUEST],
		['a user with both', USER, { account: '13213' }, { ...REQUEST, account: '13213' }],
		['an agent with an account', AGENT, { service: '', account: '13213' }, { ...AGENT_REQUEST, account: '13213' }],
		[
			'an agent with both: the service is left out',
			AGENT,
			{ account: '13213' },
			{ ...AGENT_REQUEST, account: '13213' },
		],
		[
			'an agent with an impossible service: it is not looked at',
			AGENT,
			{ service: { any: 'thing' }, account: '13213' },
			{ ...AGENT_REQUEST, account: '13213' },
		],
	])('%s', (_, rules, draft, request) => {
		expect(requestOf(draft, rules)).toStrictEqual(request);
	});

	test('a user has to name a service', () => {
		expect(issuesOf({ service: '' })).toEqual([
			{
				field: 'Service',
				message: 'is empty',
				description:
					"Choose the service to send from, or enter its ID. It's required when the credential logs in as a user.",
			},
		]);
	});

	test.each([
		['empty', ''],
		['blank', '  '],
		['unset', undefined],
		['null', null],
	])('an agent has to name an account, which is %s', (_, account) => {
		expect(issuesOf({ account }, AGENT)).toEqual([
			{
				field: 'Account Number',
				message: 'is empty',
				description: "Enter the recipient's account number. It's required when the credential logs in as an agent.",
			},
		]);
	});

	test.each<[string, unknown, string]>([
		['a number', 13213, '13213'],
		['zero', 0, '0'],
		['blanks around it', ' 13213 ', '13213'],
		['letters', 'AC-1', 'AC-1'],
	])('an account goes out as a text: %s', (_, account, sent) => {
		expect(requestOf({ account })).toStrictEqual({ ...REQUEST, account: sent });
	});

	test('an account of invisible characters alone is none', () => {
		expect(requestOf({ account: ' \u200b ' })).toStrictEqual(REQUEST);
	});

	test.each<[string, unknown]>([
		['an object', {}],
		['a list', ['13213']],
		['true', true],
		['Not a Number', NaN],
	])('an account is invalid that is %s', (_, account) => {
		expect(issuesOf({ account })).toEqual([
			{
				field: 'Account Number',
				message: 'must be text or a number',
				description: 'Check what the expression returns.',
			},
		]);
	});
});

describe('exactly one of message and template', () => {
	test('a message goes out alone, whatever the hidden template field holds', () => {
		expect(requestOf({ template: '75870' })).toStrictEqual(REQUEST);
	});

	test('a template goes out alone, whatever the hidden message field holds', () => {
		expect(requestOf({ ...TEMPLATE, message: 'Hello' })).toStrictEqual({
			...REQUEST,
			body: { templateId: 75870 },
		});
	});

	test('an empty message is not made up for by a template', () => {
		expect(messagesOf({ message: '', template: '75870' })).toEqual(["'Message' is empty"]);
	});

	test('an empty template is not made up for by a message', () => {
		expect(messagesOf({ ...TEMPLATE, template: '', message: 'Hello' })).toEqual(["'Template' is empty"]);
	});
});

describe('the message', () => {
	test.each([
		['blanks around it', '  Hello  '],
		['line breaks', '\nHello\r\n\r\nthere\n'],
		['emoji, also of several parts', '👋🏽 👩‍👩‍👧 e\u0301'],
		['marks that nobody sees', '\u200bHello\ufeff'],
		['what looks like JSON', '{10} {"message":"x"}'],
		['the name of a property that every object has', '__proto__'],
		['a very long text', 'x'.repeat(100_000)],
	])('is passed on as it is: %s', (_, message) => {
		expect(requestOf({ message })).toStrictEqual({ ...REQUEST, body: { message } });
	});

	it('is passed on as it is: any text', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (message) => {
				fc.pre(message.trim() !== '');
				expect(requestOf({ message })).toEqual({ ...REQUEST, body: { message } });
			}),
			{ seed: 3, numRuns: 100 },
		);
	});

	it('may be a number', () => {
		expect(requestOf({ message: 0 })).toEqual({ ...REQUEST, body: { message: '0' } });
	});

	test.each<[string, unknown]>([
		['empty', ''],
		['blank', ' \n\t\u00a0'],
		['unset', undefined],
		['null', null],
	])('is invalid if it is %s', (_, message) => {
		expect(issuesOf({ message })).toEqual([
			{
				field: 'Message',
				message: 'is empty',
				description: 'Enter the text to send, or check what the expression returns.',
			},
		]);
	});

	test.each<[string, unknown]>([
		['a list', ['Hello']],
		['an object', { text: 'Hello' }],
		['true', true],
		['Not a Number', NaN],
	])('is invalid if it is %s', (_, message) => {
		expect(issuesOf({ message })).toEqual([
			{
				field: 'Message',
				message: "isn't text",
				description: 'Have the expression return text or a number. It now returns a list, object, date, or true/false.',
			},
		]);
	});

	test('is invalid if an expression put an object into it', () => {
		expect(issuesOf({ message: 'Hello [object Object], we open at 9' })).toEqual([
			{
				field: 'Message',
				message: 'contains an object instead of text',
				description: 'Have the expression return one field, such as {{ $json.customer.name }}.',
			},
		]);
	});
});

describe.each([
	[
		'Template',
		(template: unknown) => ({ ...TEMPLATE, template }),
		(id: number) => ({ ...REQUEST, body: { templateId: id } }),
		'Choose a template from the list, or enter its ID, such as 75870.',
	],
	[
		'Service',
		(service: unknown) => ({ ...DRAFT, service }),
		(id: number) => ({ ...REQUEST, serviceId: id }),
		"Choose the service to send from, or enter its ID. It's required when the credential logs in as a user.",
	],
])('the id of a %s', (field, draftWith, requestWith, description) => {
	test.each<[string, unknown, number]>([
		['a number', 75870, 75870],
		['digits', '75870', 75870],
		['digits with blanks around', ' 75870\n', 75870],
		['one digit', '1', 1],
		['leading zeros', '0075870', 75870],
		['15 digits', '999999999999999', 999999999999999],
	])('goes out as an integer: %s', (_, id, sent) => {
		expect(requestOf(draftWith(id))).toStrictEqual(requestWith(sent));
	});

	test.each<[string, unknown]>([
		['an object made a text', '[object Object]'],
		['zero', 0],
		['zeros', '000'],
		['a negative number', -5],
		['a negative text', '-5'],
		['a signed text', '+5'],
		['a fraction', 1.5],
		['a fraction as text', '1.5'],
		['letters', 'abc'],
		['digits before letters', '12abc'],
		['digits after letters', 'abc12'],
		['hexadecimal', '0x10'],
		['an exponent', '1e3'],
		['two ids', '1 2'],
		['1e21', 1e21],
		['16 digits, which a number may not hold', '9007199254740993'],
		['Not a Number', NaN],
		['infinity', Infinity],
		['true', true],
		['an object', { value: '75870' }],
		['a list with an id', [75870]],
		['an object with a text of its own', { toString: () => '75870' }],
		['digits of another script', '٤٢'],
		['__proto__', '__proto__'],
		['constructor', 'constructor'],
	])('is invalid: %s', (_, id) => {
		expect(issuesOf(draftWith(id))).toEqual([{ field, message: 'must be a numeric ID', description }]);
	});

	test.each<[string, unknown]>([
		['empty', ''],
		['blank', '  '],
		['unset', undefined],
		['null', null],
	])('is invalid: %s', (_, id) => {
		expect(issuesOf(draftWith(id))).toEqual([{ field, message: 'is empty', description }]);
	});
});

describe('from', () => {
	const OWN_CODE: SmsRules = {
		...USER,
		templateOf: (id) => ({ code: `code of ${id}`, text: undefined }),
	};

	test.each<[string, unknown, string]>([
		['a short code', '53063', '53063'],
		['a long code keeps its 1', '14155550123', '14155550123'],
		['a number', 53063, '53063'],
		['blanks around it', ' 53063 ', '53063'],
		['a code of any length', '123456789012', '123456789012'],
	])('is passed on: %s', (_, from, sent) => {
		expect(requestOf({ from })).toStrictEqual({ ...REQUEST, from: sent });
	});

	test('is passed on beside a template, without asking for the code of that', () => {
		expect(requestOf(TEMPLATE)).toStrictEqual({ ...REQUEST, body: { templateId: 75870 } });
	});

	test.each<[string, unknown]>([
		['empty', ''],
		['blank', '  '],
		['unset', undefined],
		['null', null],
	])('is the code of the template where it is %s', (_, from) => {
		expect(requestOf({ ...TEMPLATE, from }, OWN_CODE)).toStrictEqual({
			...REQUEST,
			from: 'code of 75870',
			body: { templateId: 75870 },
		});
	});

	test.each([
		['the template is not listed', undefined],
		['it is listed without a code', { code: undefined, text: 'Hello' }],
	])('is invalid if it is empty and %s', (_, template) => {
		const rules: SmsRules = { ...USER, templateOf: () => template };
		expect(issuesOf({ ...TEMPLATE, from: '' }, rules)).toEqual([
			{
				field: 'From',
				message: 'is empty, and LiveVox lists no code for this template',
				description: 'Choose the short or long code to send from.',
			},
		]);
	});

	test('is invalid if it is empty beside a message', () => {
		expect(issuesOf({ from: ' ' })).toEqual([
			{ field: 'From', message: 'is empty', description: 'Choose the short or long code to send from.' },
		]);
	});

	test('is no issue if it is empty beside an invalid template', () => {
		expect(messagesOf({ ...TEMPLATE, template: 'abc', from: '' }, OWN_CODE)).toEqual([
			"'Template' must be a numeric ID",
		]);
	});

	test.each<[string, unknown]>([
		['a list', ['53063']],
		['an object', { __proto__: { code: '53063' } }],
		['true', true],
		['Not a Number', NaN],
	])('is invalid if it is %s', (_, from) => {
		expect(issuesOf({ from })).toEqual([
			{
				field: 'From',
				message: "isn't a short or long code",
				description: 'Choose a code from the list, or enter its digits, such as 53063.',
			},
		]);
	});
});

describe('the Send Once Key', () => {
	test.each<[string, unknown, string | undefined]>([
		['not set', undefined, undefined],
		['a text', 'appointment 7', 'appointment 7'],
		['a text with blanks around it', ' appointment 7\n', 'appointment 7'],
		['a number', 7, '7'],
		['zero', 0, '0'],
	])('goes beside the body: %s', (_, sendOnceKey, onceKey) => {
		expect(validateDraft({ ...DRAFT, sendOnceKey }, USER)).toMatchObject({
			request: REQUEST,
			onceKey,
		});
	});

	test.each<[string, unknown, string]>([
		['empty', '', 'is empty'],
		['blank', '  ', 'is empty'],
		['null', null, 'is empty'],
		['an object', { id: 7 }, "isn't text"],
		['an object made a text', '[object Object]', "isn't text"],
		['a list', [7], "isn't text"],
		['true', true, "isn't text"],
		['Not a Number', NaN, "isn't text"],
	])('is invalid if it is %s', (_, sendOnceKey, message) => {
		expect(issuesOf({ sendOnceKey })).toEqual([
			{
				field: 'Send Once Key',
				message,
				description: 'Give each message its own key, such as the appointment ID, or remove the option.',
			},
		]);
	});
});

describe('Dry Run', () => {
	test.each<[string, unknown, boolean]>([
		['not set', undefined, false],
		['on', true, true],
		['off', false, false],
		['an expression that returns true as text', ' TRUE', true],
		['one that returns false as text', 'false', false],
	])('%s', (_, dryRun, isDryRun) => {
		expect(validateDraft({ ...DRAFT, dryRun }, USER)).toMatchObject({ request: REQUEST, isDryRun });
	});

	test.each<[string, unknown]>([
		['nothing', ''],
		['a word', 'yes'],
		['a number', 1],
		['an object', {}],
		['a list', [true]],
	])('is invalid if an expression returns %s: the message would be sent', (_, dryRun) => {
		expect(issuesOf({ dryRun })).toEqual([
			{
				field: 'Dry Run',
				message: 'must be on or off',
				description: 'Turn it on or off, or have the expression return true or false.',
			},
		]);
	});
});

describe('Max Segments', () => {
	const LONG = 'a'.repeat(161);
	const SMART = `${'a'.repeat(70)}’`;
	const listed = (text: string | undefined): SmsRules => ({
		...USER,
		templateOf: () => ({ code: '53063', text }),
	});

	test.each<[string, unknown, string]>([
		['not set', undefined, LONG],
		['0 for no limit', 0, LONG],
		['just enough', 2, LONG],
		['more than enough', ' 3 ', LONG],
		['far more than enough', 30, LONG],
		['one segment that is full', 1, 'a'.repeat(160)],
	])('lets a text pass: %s', (_, maxSegments, message) => {
		expect(requestOf({ maxSegments, message })).toMatchObject({ body: { message } });
	});

	test('a longer text is invalid, with both figures', () => {
		expect(issuesOf({ maxSegments: 1, message: LONG })).toEqual([
			{
				field: 'Message',
				message: "needs 2 segments, but 'Max Segments' is 1",
				description: "Shorten the text or raise 'Max Segments'.",
			},
		]);
	});

	test('names the character that cuts a segment', () => {
		const [issue] = issuesOf({ maxSegments: 1, message: SMART });
		expect(issue?.description).toBe(
			'Shorten the text or raise \'Max Segments\'. Replacing "’", right single quotation mark (U+2019) would also help: it cuts a segment from 160 to 70 characters.',
		);
	});

	test('counts what is left after smart characters are replaced', () => {
		const draft = { maxSegments: 1, message: SMART, smartCharacters: 'replace' };
		expect(requestOf(draft)).toMatchObject({ body: { message: `${'a'.repeat(70)}'` } });
	});

	test('counts the text of a template', () => {
		expect(issuesOf({ ...TEMPLATE, maxSegments: 1 }, listed(LONG))).toEqual([
			{
				field: 'Template',
				message: "needs 2 segments, but 'Max Segments' is 1",
				description: "Shorten the template in LiveVox or raise 'Max Segments'.",
			},
		]);
		expect(requestOf({ ...TEMPLATE, maxSegments: 2 }, listed(LONG))).toBeDefined();
	});

	test.each([
		['not listed', USER],
		['listed without a text', listed(undefined)],
	])('a template is invalid that is %s: nobody can tell how long it is', (_, rules) => {
		const [issue] = issuesOf({ ...TEMPLATE, maxSegments: 5 }, rules);
		expect(issue).toEqual({
			field: 'Template',
			message: "isn't listed by LiveVox, so its length can't be checked",
			description: "Choose a template from the list, or remove 'Max Segments'.",
		});
		expect(requestOf({ ...TEMPLATE, maxSegments: 0 }, rules)).toBeDefined();
	});

	test.each<[string, unknown]>([
		['nothing', ''],
		['a fraction', 1.5],
		['less than nothing', -1],
		['a word', 'two'],
		['Not a Number', NaN],
		['an object', {}],
	])('is invalid if an expression returns %s', (_, maxSegments) => {
		expect(issuesOf({ maxSegments })).toEqual([
			{
				field: 'Max Segments',
				message: 'must be a whole number',
				description: 'Enter the maximum number of segments, or 0 for no limit.',
			},
		]);
	});

	test('adds no issue to an invalid template', () => {
		expect(messagesOf({ ...TEMPLATE, template: 'abc', maxSegments: 5 })).toEqual(["'Template' must be a numeric ID"]);
	});
});

describe('Smart Characters', () => {
	const WRITTEN = '“It’s 10–11 …”';

	test.each<[string, unknown, string]>([
		['not set', undefined, WRITTEN],
		['keep', 'keep', WRITTEN],
		['replace', 'replace', '"It\'s 10-11 ..."'],
	])('%s', (_, smartCharacters, message) => {
		expect(requestOf({ smartCharacters, message: WRITTEN })).toMatchObject({ body: { message } });
	});

	test.each<[string, unknown]>([
		['nothing', ''],
		['another word', 'remove'],
		['true', true],
	])('is invalid if an expression returns %s', (_, smartCharacters) => {
		expect(issuesOf({ smartCharacters })).toEqual([
			{
				field: 'Smart Characters',
				message: 'must be Keep or Replace',
				description: 'Choose an option, or have the expression return keep or replace.',
			},
		]);
	});

	test('a message of nothing but invisible characters is invalid all the same', () => {
		expect(messagesOf({ smartCharacters: 'replace', message: '\u00a0\u2060' })).toEqual([
			"'Message' contains only invisible characters",
		]);
	});
});

describe('what a message costs', () => {
	const contentOf = (draft: Partial<SmsDraft>, rules = USER) => {
		const checked = validateDraft({ ...DRAFT, ...draft }, rules);
		return 'request' in checked ? checked.content : undefined;
	};

	test('is that of the text which goes out', () => {
		expect(contentOf({ message: 'Hello' })).toEqual({
			text: 'Hello',
			figures: { encoding: 'GSM-7', segments: 1, septets: 5, remaining: 155 },
			isEstimate: false,
		});
	});

	test('is an estimate for a template', () => {
		const rules: SmsRules = { ...USER, templateOf: () => ({ code: '53063', text: 'We’ll see' }) };
		expect(contentOf(TEMPLATE, rules)).toMatchObject({
			text: 'We’ll see',
			figures: { encoding: 'UCS-2', units: 9, unicodeCause: { character: '’', position: 3 } },
			isEstimate: true,
		});
	});

	test('is not known for a template that LiveVox does not list', () => {
		expect(contentOf(TEMPLATE)).toBeUndefined();
	});
});

describe('several fields at once', () => {
	test('all are named, in the order of the message', () => {
		expect(messagesOf({ from: '', to: '911', message: '', service: 'x', account: {} })).toEqual([
			"'Message' is empty",
			"'From' is empty",
			"'To' has 3 digits instead of 10",
			"'Account Number' must be text or a number",
			"'Service' must be a numeric ID",
		]);
	});

	test('the phone number has its own description', () => {
		expect(issuesOf({ to: '4155550123x12' })).toEqual([
			{
				field: 'To',
				message: 'has an extension',
				description: "Remove the extension: a text message can't reach it.",
			},
		]);
	});
});

test('fields that a draft inherits or has too many change no request', () => {
	const draft = JSON.parse(
		JSON.stringify(DRAFT).replace('{', '{"__proto__":{"serviceId":1},"constructor":1,"body":{},'),
	) as SmsDraft;
	expect(validateDraft(draft, USER)).toMatchObject({ request: REQUEST, onceKey: undefined });
	expect(requestOf(draft)).toStrictEqual(REQUEST);
	expect(({} as { serviceId?: number }).serviceId).toBeUndefined();
});

/** The vendor's table for `POST /sms/`. */
function checkBody(request: SmsRequest, draft: SmsDraft, loginAs: SmsRules['loginAs']): void {
	const { from, to, body, account, serviceId, ...others } = request;
	expect(others).toEqual({});
	expect(from).toMatch(/\S/);
	expect(to).toMatch(/^\d{10}$/);
	if (loginAs === 'agent') expect([serviceId, typeof account]).toEqual([undefined, 'string']);
	else expect(Number.isSafeInteger(serviceId)).toBe(true);
	if ('templateId' in body) expect(Number.isSafeInteger(body.templateId)).toBe(true);
	else if (draft.smartCharacters !== 'replace') expect(body.message).toBe(String(draft.message));
	expect(Object.keys(body)).toHaveLength(1);
}

it('never throws; a body has what LiveVox documents, an issue its message and its description', () => {
	let bodies = 0;
	const usually = (...good: unknown[]) =>
		fc.oneof(
			{ weight: 8, arbitrary: fc.constantFrom(...good) },
			{ weight: 1, arbitrary: fc.string() },
			{ weight: 1, arbitrary: fc.anything() },
		);
	const drafts = fc.record({
		from: usually('53063', 53063),
		to: usually('(415) 555-0123', 4155550123),
		content: usually('message', 'template'),
		message: usually('Hello’', 7),
		template: usually('75870', 75870),
		service: usually('100915', 100915),
		account: usually('13213', 13213),
		dryRun: usually(undefined, true),
		maxSegments: usually(undefined, 3),
		sendOnceKey: usually(undefined, 'key'),
		sendingHours: usually(undefined, { hours: {} }),
		smartCharacters: usually(undefined, 'replace'),
	});
	const rules = fc.constantFrom('user' as const, 'agent' as const).map((loginAs) => ({
		...USER,
		loginAs,
		templateOf: () => ({ code: '53063', text: 'Hello' }),
	}));
	fc.assert(
		fc.property(drafts, rules, (draft, rule) => {
			const checked = validateDraft(draft, rule);
			if ('request' in checked) {
				bodies++;
				checkBody(checked.request, draft, rule.loginAs);
				return;
			}
			expect(checked.issues).not.toEqual([]);
			for (const { message, description } of checked.issues) {
				expect(message).toMatch(/^'[A-Z][A-Za-z ]+' .*[^.]$/s);
				expect(description).toMatch(/\.$/);
			}
		}),
		{ seed: 4, numRuns: 2000 },
	);
	expect(bodies).toBeGreaterThan(100);
});
