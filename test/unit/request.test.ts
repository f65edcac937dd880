import fc from 'fast-check';

import {
	checkDraft,
	type SmsDraft,
	type SmsRequest,
	type SmsRules,
} from '../../nodes/LiveVoxSms/message/request';

const USER: SmsRules = {
	loginAs: 'user',
	templateOf: () => undefined,
};
const AGENT: SmsRules = { ...USER, loginAs: 'agent' };

/** A message that a user can send; what n8n gives for a field left empty is ''. */
const DRAFT: SmsDraft = {
	from: '53063',
	to: '(415) 555-0123',
	content: 'message',
	message: 'Hello',
	template: '',
	service: '100915',
	account: '',
	dryRun: undefined,
	maxSegments: undefined,
	sendOnceKey: undefined,
	smartCharacters: undefined,
};
const TEMPLATE: SmsDraft = { ...DRAFT, content: 'template', message: '', template: '75870' };

const REQUEST = {
	from: '53063',
	to: '4155550123',
	body: { message: 'Hello' },
	serviceId: 100915,
};

function requestOf(draft: Partial<SmsDraft>, rules = USER) {
	const checked = checkDraft({ ...DRAFT, ...draft }, rules);
	if ('refusals' in checked) throw new Error('The draft was refused');
	return checked.request;
}

function refusalsOf(draft: Partial<SmsDraft>, rules = USER) {
	const checked = checkDraft({ ...DRAFT, ...draft }, rules);
	if ('request' in checked) throw new Error('The draft was accepted');
	return checked.refusals;
}

const namesOf = (draft: Partial<SmsDraft>, rules = USER) =>
	refusalsOf(draft, rules).map(({ field, what }) => `${field} ${what}`);

describe('service and account', () => {
	const AGENT_REQUEST = { from: '53063', to: '4155550123', body: { message: 'Hello' } };

	test.each<[string, SmsRules, Partial<SmsDraft>, object]>([
		['a user with a service', USER, { account: '' }, REQUEST],
		['a user with both', USER, { account: '13213' }, { ...REQUEST, account: '13213' }],
		[
			'an agent with an account',
			AGENT,
			{ service: '', account: '13213' },
			{ ...AGENT_REQUEST, account: '13213' },
		],
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

	test('a user without a service is refused', () => {
		expect(refusalsOf({ service: '' })).toEqual([
			{
				field: 'Service',
				what: 'is empty',
				mend: 'Choose the service that sends from the list, or type its ID: a credential that logs in as a user has to name it',
			},
		]);
	});

	test.each([
		['empty', ''],
		['blank', '  '],
		['unset', undefined],
		['null', null],
	])('an agent is refused whose account is %s', (_, account) => {
		expect(refusalsOf({ account }, AGENT)).toEqual([
			{
				field: 'Account',
				what: 'is empty',
				mend: 'Type the account number of the recipient: a credential that logs in as an agent has to name it',
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

	test.each<[string, unknown]>([
		['an object', {}],
		['a list', ['13213']],
		['true', true],
		['Not a Number', NaN],
	])('an account is refused that is %s', (_, account) => {
		expect(refusalsOf({ account })).toEqual([
			{ field: 'Account', what: 'is not an account number', mend: 'Give it a text or a number' },
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
		expect(namesOf({ message: '', template: '75870' })).toEqual(['Message is empty']);
	});

	test('an empty template is not made up for by a message', () => {
		expect(namesOf({ ...TEMPLATE, template: '', message: 'Hello' })).toEqual(['Template is empty']);
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
	])('is refused where it is %s', (_, message) => {
		expect(refusalsOf({ message })).toEqual([
			{
				field: 'Message',
				what: 'is empty',
				mend: expect.stringContaining('Type the text to send'),
			},
		]);
	});

	test.each<[string, unknown]>([
		['a list', ['Hello']],
		['an object', { text: 'Hello' }],
		['true', true],
		['Not a Number', NaN],
	])('is refused where it is %s', (_, message) => {
		expect(refusalsOf({ message })).toEqual([
			{
				field: 'Message',
				what: 'is not a text',
				mend: 'Pick one text or number in its expression: it gives a list, an object, a date or true or false',
			},
		]);
	});

	test('is refused where an expression put an object into it', () => {
		expect(refusalsOf({ message: 'Hello [object Object], we open at 9' })).toEqual([
			{
				field: 'Message',
				what: 'has an object in it where a text should be',
				mend: 'Pick one field of the object in its expression, such as {{ $json.customer.name }}',
			},
		]);
	});
});

describe.each([
	[
		'Template',
		(template: unknown) => ({ ...TEMPLATE, template }),
		(id: number) => ({ ...REQUEST, body: { templateId: id } }),
		'Choose a template from the list, or type its ID, such as 75870',
	],
	[
		'Service',
		(service: unknown) => ({ ...DRAFT, service }),
		(id: number) => ({ ...REQUEST, serviceId: id }),
		'Choose the service that sends from the list, or type its ID: a credential that logs in as a user has to name it',
	],
])('the id of a %s', (field, draftWith, requestWith, mend) => {
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
	])('is refused: %s', (_, id) => {
		expect(refusalsOf(draftWith(id))).toEqual([
			{ field, what: 'is not an ID, which is a whole number', mend },
		]);
	});

	test.each<[string, unknown]>([
		['empty', ''],
		['blank', '  '],
		['unset', undefined],
		['null', null],
	])('is refused: %s', (_, id) => {
		expect(refusalsOf(draftWith(id))).toEqual([{ field, what: 'is empty', mend }]);
	});
});

describe('from', () => {
	const OWN_CODE: SmsRules = {
		loginAs: 'user',
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
	])('is refused where it is empty and %s', (_, template) => {
		const rules: SmsRules = { loginAs: 'user', templateOf: () => template };
		expect(refusalsOf({ ...TEMPLATE, from: '' }, rules)).toEqual([
			{
				field: 'From',
				what: 'is empty, and LiveVox lists no code for this template',
				mend: 'Choose the short or long code to send from',
			},
		]);
	});

	test('is refused where it is empty beside a message', () => {
		expect(refusalsOf({ from: ' ' })).toEqual([
			{ field: 'From', what: 'is empty', mend: 'Choose the short or long code to send from' },
		]);
	});

	test('is not refused where it is empty beside a template that is refused', () => {
		expect(namesOf({ ...TEMPLATE, template: 'abc', from: '' }, OWN_CODE)).toEqual([
			'Template is not an ID, which is a whole number',
		]);
	});

	test.each<[string, unknown]>([
		['a list', ['53063']],
		['an object', { __proto__: { code: '53063' } }],
		['true', true],
		['Not a Number', NaN],
	])('is refused where it is %s', (_, from) => {
		expect(refusalsOf({ from })).toEqual([
			{
				field: 'From',
				what: 'is not a code',
				mend: 'Choose a code from the list, or enter its digits, such as 53063',
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
		expect(checkDraft({ ...DRAFT, sendOnceKey }, USER)).toMatchObject({
			request: REQUEST,
			onceKey,
		});
	});

	test.each<[string, unknown, string]>([
		['empty', '', 'is empty'],
		['blank', '  ', 'is empty'],
		['null', null, 'is empty'],
		['an object', { id: 7 }, 'is not a text'],
		['a list', [7], 'is not a text'],
		['true', true, 'is not a text'],
		['Not a Number', NaN, 'is not a text'],
	])('is refused where it is %s', (_, sendOnceKey, what) => {
		expect(refusalsOf({ sendOnceKey })).toEqual([
			{
				field: 'Send Once Key',
				what,
				mend: 'Give each message a key of its own, such as the appointment’s id, or remove the option',
			},
		]);
	});
});

describe('Dry Run', () => {
	test.each<[string, unknown, boolean]>([
		['not set', undefined, false],
		['on', true, true],
		['off', false, false],
		['an expression that gives true as a text', ' TRUE', true],
		['one that gives false as a text', 'false', false],
	])('%s', (_, dryRun, isDryRun) => {
		expect(checkDraft({ ...DRAFT, dryRun }, USER)).toMatchObject({ request: REQUEST, isDryRun });
	});

	test.each<[string, unknown]>([
		['nothing', ''],
		['a word', 'yes'],
		['a number', 1],
		['an object', {}],
		['a list', [true]],
	])('is refused where an expression gives %s: the message would go out', (_, dryRun) => {
		expect(refusalsOf({ dryRun })).toEqual([
			{
				field: 'Dry Run',
				what: 'is neither on nor off',
				mend: 'Switch it on or off; an expression there has to give true or false',
			},
		]);
	});
});

describe('Max Segments', () => {
	const LONG = 'a'.repeat(161);
	const SMART = `${'a'.repeat(70)}’`;
	const listed = (text: string | undefined): SmsRules => ({
		loginAs: 'user',
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

	test('refuses a longer text, with both figures', () => {
		expect(refusalsOf({ maxSegments: 1, message: LONG })).toEqual([
			{
				field: 'Message',
				what: 'takes 2 segments, and Max Segments allows 1',
				mend: 'Shorten the text, or raise Max Segments',
			},
		]);
	});

	test('names the character that takes the room', () => {
		const [refusal] = refusalsOf({ maxSegments: 1, message: SMART });
		expect(refusal?.mend).toContain('replace "’", right single quotation mark (U+2019)');
	});

	test('counts what is left after smart characters are replaced', () => {
		const draft = { maxSegments: 1, message: SMART, smartCharacters: 'replace' };
		expect(requestOf(draft)).toMatchObject({ body: { message: `${'a'.repeat(70)}'` } });
	});

	test('counts the text of a template', () => {
		expect(refusalsOf({ ...TEMPLATE, maxSegments: 1 }, listed(LONG))).toEqual([
			{
				field: 'Template',
				what: 'takes 2 segments, and Max Segments allows 1',
				mend: 'Shorten the template in LiveVox, or raise Max Segments',
			},
		]);
		expect(requestOf({ ...TEMPLATE, maxSegments: 2 }, listed(LONG))).toBeDefined();
	});

	test.each([
		['not listed', USER],
		['listed without a text', listed(undefined)],
	])('refuses a template that is %s: nobody can tell how long it is', (_, rules) => {
		const [refusal] = refusalsOf({ ...TEMPLATE, maxSegments: 5 }, rules);
		expect(refusal).toMatchObject({
			field: 'Template',
			what: expect.stringContaining('its length cannot be checked'),
			mend: 'Choose a template from the list, or remove Max Segments',
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
	])('is refused where an expression gives %s', (_, maxSegments) => {
		expect(refusalsOf({ maxSegments })).toEqual([
			{
				field: 'Max Segments',
				what: 'is not a whole number',
				mend: 'Give it the most segments to send, or 0 for no limit',
			},
		]);
	});

	test('is not held against a template that is refused', () => {
		expect(namesOf({ ...TEMPLATE, template: 'abc', maxSegments: 5 })).toEqual([
			'Template is not an ID, which is a whole number',
		]);
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
	])('is refused where an expression gives %s', (_, smartCharacters) => {
		expect(refusalsOf({ smartCharacters })).toEqual([
			{
				field: 'Smart Characters',
				what: 'is not one of its choices',
				mend: 'Choose it from the list; an expression there has to give keep or replace',
			},
		]);
	});

	test('a message of nothing but invisible characters is refused all the same', () => {
		expect(namesOf({ smartCharacters: 'replace', message: '\u00a0\u2060' })).toEqual([
			'Message contains only characters that nobody sees',
		]);
	});
});

describe('what a message costs', () => {
	const contentOf = (draft: Partial<SmsDraft>, rules = USER) => {
		const checked = checkDraft({ ...DRAFT, ...draft }, rules);
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
		expect(namesOf({ from: '', to: '911', message: '', service: 'x', account: {} })).toEqual([
			'Message is empty',
			'From is empty',
			'To has 3 digits',
			'Account is not an account number',
			'Service is not an ID, which is a whole number',
		]);
	});

	test('the phone number brings its own way to mend it', () => {
		expect(refusalsOf({ to: '4155550123x12' })).toEqual([
			{
				field: 'To',
				what: 'has an extension',
				mend: 'Remove the extension: a text message can’t reach it',
			},
		]);
	});
});

test('fields that a draft inherits or has too many change no request', () => {
	const draft = JSON.parse(
		JSON.stringify(DRAFT).replace('{', '{"__proto__":{"serviceId":1},"constructor":1,"body":{},'),
	) as SmsDraft;
	expect(checkDraft(draft, USER)).toMatchObject({ request: REQUEST, onceKey: undefined });
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

it('never throws; a body has what LiveVox documents, a refusal what and how without a final stop', () => {
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
		smartCharacters: usually(undefined, 'replace'),
	});
	const rules = fc.constantFrom('user' as const, 'agent' as const).map((loginAs) => ({
		loginAs,
		templateOf: () => ({ code: '53063', text: 'Hello' }),
	}));
	fc.assert(
		fc.property(drafts, rules, (draft, rule) => {
			const checked = checkDraft(draft, rule);
			if ('request' in checked) {
				bodies++;
				checkBody(checked.request, draft, rule.loginAs);
				return;
			}
			expect(checked.refusals).not.toEqual([]);
			for (const { what, mend } of checked.refusals)
				expect(`${what}|${mend}`).not.toMatch(/\.(\||$)/);
		}),
		{ seed: 4, numRuns: 2000 },
	);
	expect(bodies).toBeGreaterThan(100);
});
