/** Every sentence that a user can meet at run time, in that order. The descriptions of fields stand with the fields. */

/** What happened, without a final period, and what to do about it, in whole sentences. */
export interface Words {
	message: string;
	description: string;
}

/** Takes apart what is written below in one line: `isn't text. Have the expression return text or a number.` */
export function toWords(sentences: string): Words {
	const [message = '', ...advice] = sentences.split('. ');
	return { message, description: advice.join('. ') };
}

const number = (value: number): string => value.toLocaleString('en-US');
const counted = (count: number, noun: string): string => `${number(count)} ${noun}${count === 1 ? '' : 's'}`;

/** Sentences for one paragraph: each once, without those that don't apply. */
export const joinSentences = (sentences: Array<string | false | undefined>): string =>
	[...new Set(sentences.filter(Boolean))].join(' ');

export const toParagraph = ({ message, description }: Words): string => `${message}. ${description}`.trim();

// The credential
const IN_CREDENTIAL = 'in the LiveVox API credential';
const CHECK_ADDRESS = `Check 'Environment' or 'Base URL' ${IN_CREDENTIAL}.`;

/** Follow the field's name, as in `'Base URL'`. */
export const credentialIssues = {
	baseUrlInvalid: `${IN_CREDENTIAL} isn't a valid URL. Enter the full URL, such as https://api.stg4.livevox.com.`,
	baseUrlInsecure: `${IN_CREDENTIAL} must start with https://. The password is sent to this address, so the connection must be encrypted.`,
	baseUrlHasLogin: `${IN_CREDENTIAL} contains a username or password. Remove them, and use the 'Username' and 'Password' fields.`,
	baseUrlHasQuery: `${IN_CREDENTIAL} contains "?" or "#". Remove that character and everything after it.`,
	onlySendToInvalid: (invalid: number): string =>
		`${IN_CREDENTIAL} has ${counted(invalid, 'value')} that ${invalid === 1 ? "isn't a phone number" : "aren't phone numbers"}. Enter 10 digits with the area code for each number, separated by commas or lines.`,
	onlySendToNone: `${IN_CREDENTIAL} has a value, but no phone number. Enter 10 digits with the area code for each number, or leave the field empty to allow all numbers.`,
	accessTokenInvalid: `${IN_CREDENTIAL} contains a character that can't be sent. Copy the access token again: it has only letters, digits, and punctuation, and no line break.`,
};

/** @param reason LiveVox's own words */
export const loginRejected = (reason = 'no reason given', hasUnseenCharacters = false): Words => ({
	message: `LiveVox rejected the login: ${reason}`,
	description: joinSentences([
		hasUnseenCharacters && 'The password begins or ends with a space or an invisible character.',
		"Check the client code, username, password, access token, environment, and 'Log In As' in the LiveVox API credential before you retry, and that the login doesn't use single sign-on. LiveVox doesn't say which one is wrong, and locks a login after a few rejections.",
	]),
});

/** @param until `2026-11-23 18:50 UTC`; undefined if only a person can try again */
export const loginNotRepeated = (rejection: string, until = 'someone selects Retry in the LiveVox API credential') => ({
	message: `${rejection}. n8n won't try the same values again until ${until}`,
	description: `Correct the LiveVox API credential, or, if the login was unlocked in LiveVox, select Retry on the credential.`,
});

export const whileLoggingIn = (message: string): string => `${message} (while logging in)`;

export const credentialTest = {
	succeeded: (userName: string, codes: number, onlySendTo?: number): string =>
		`Logged in as ${userName}. LiveVox lists ${counted(codes, 'code')} to send from.` +
		(onlySendTo === undefined ? '' : ` 'Only Send To' allows ${counted(onlySendTo, 'number')}.`),
	codesNotListed: (message: string): string => `The login works, but LiveVox didn't list the codes: ${message}`,
};

// Fields, in the order in which the panel shows them. The messages follow the field's name in quotes.
const CHECK_EXPRESSION = 'Check what the expression returns.';
const ENTER_NUMBER = 'Enter 10 digits with the area code, such as (415) 555-0123.';
const CHOOSE_CODE = 'Choose a code from the list, or enter its digits, such as 53063.';
const CHOOSE_SENDER = 'Choose the short or long code to send from.';
const ENTER_TEXT = 'Enter the text to send, or check what the expression returns.';
const ONE_ITEM_EACH = 'Use one item per recipient.';
const GIVE_KEY = 'Give each message its own key, such as the appointment ID, or remove the option.';
const FIX_CELL = 'Correct the cell in the spreadsheet.';

export const idAdvice = {
	template: 'Choose a template from the list, or enter its ID, such as 75870.',
	service: "Choose the service to send from, or enter its ID. It's required when the credential logs in as a user.",
};

export const fieldIssues = {
	expressionFailed: (reason: string): string =>
		`has an expression that couldn't be evaluated: ${reason.replaceAll('. ', '; ')}. Fix the expression in this field.`,
	empty: 'is empty',
	notAnId: 'must be a numeric ID',
	notASwitch: 'must be on or off. Turn it on or off, or have the expression return true or false.',
	outOfRange: (min: number, max: number): string =>
		`must be a number from ${number(min)} to ${number(max)}. Change it under 'Options'.`,
	notEvaluated: `contains an expression that n8n didn't evaluate. Switch the field from Fixed to Expression, or remove the {{ }}.`,
	isObject: 'is an object instead of a value. Have the expression return one field of the object.',
	isNothing: (word: string): string => `is the word ${word} instead of a value. ${CHECK_EXPRESSION}`,
	spreadsheetError: `is a spreadsheet error, such as #N/A. ${FIX_CELL}`,
	invalidDate: `is an invalid date. ${CHECK_EXPRESSION}`,
	scientific: `is in scientific notation, so digits are missing. Format the spreadsheet column as text, and enter the value again.`,
	fromInvalid: `isn't a short or long code. ${CHOOSE_CODE}`,
	fromDecimal: `is a decimal number. ${CHOOSE_CODE}`,
	fromGrouped: `isn't grouped like a code. ${CHOOSE_CODE}`,
	fromEmpty: `is empty. ${CHOOSE_SENDER}`,
	fromEmptyForTemplate: `is empty, and LiveVox lists no code for this template. ${CHOOSE_SENDER}`,
	toEmpty: `is empty. Enter 10 digits with the area code, such as (415) 555-0123, or check what the expression returns.`,
	toInvalid: `isn't a phone number. ${ENTER_NUMBER}`,
	toList: `is a list instead of one phone number. ${ONE_ITEM_EACH}`,
	toObject: `is an object instead of a phone number. Have the expression return one field, such as {{ $json.customer.phone }}.`,
	toBoolean: `is true or false instead of a phone number. ${ENTER_NUMBER}`,
	toDecimal: `is a decimal number. ${ENTER_NUMBER}`,
	toExtension: "has an extension. Remove the extension: a text message can't reach it.",
	toSeveral: `has more than one number. ${ONE_ITEM_EACH}`,
	toForeignDigits: `contains digits of another script. ${ENTER_NUMBER}`,
	toLetters: `contains letters. ${ENTER_NUMBER}`,
	toOddCharacter: (character: string): string => `contains ${character}. ${ENTER_NUMBER}`,
	toInternational: `looks like an international number. LiveVox sends to North American numbers only. ${ENTER_NUMBER}`,
	toGrouping: `isn't grouped like a phone number. ${ENTER_NUMBER}`,
	toLength: (digits: number): string => `has ${counted(digits, 'digit')} instead of 10. ${ENTER_NUMBER}`,
	toRepeated: `is one digit ten times. ${ENTER_NUMBER}`,
	toAreaCode: (area: string): string => `has area code ${area}, which doesn't exist. ${ENTER_NUMBER}`,
	toExchange: (exchange: string): string => `has ${exchange} after the area code, which isn't valid. ${ENTER_NUMBER}`,
	toNotAllowed: `isn't a number that this credential may send to. Ask the owner of the LiveVox API credential to add it to 'Only Send To', or choose another credential.`,
	messageObject: `contains an object instead of text. Have the expression return one field, such as {{ $json.customer.name }}.`,
	messageNotText: `isn't text. Have the expression return text or a number. It now returns a list, object, date, or true/false.`,
	messageEmpty: `is empty. ${ENTER_TEXT}`,
	messageInvisible: `contains only invisible characters. ${ENTER_TEXT}`,
	messageInvalidDate: `contains an invalid date. ${CHECK_EXPRESSION}`,
	messageSpreadsheetError: `contains a spreadsheet error, such as #N/A. ${FIX_CELL}`,
	messageHalfEmoji: `contains half of an emoji. Shorten the text between characters, as with {{ [...$json.text].slice(0, 100).join("") }}.`,
	/** @param cause the quoted character that makes the text UCS-2, if there is one */
	tooLong: (segments: number, max: number, isTemplate: boolean, cause: string | undefined): string =>
		joinSentences([
			`needs ${counted(segments, 'segment')}, but 'Max Segments' is ${max}.`,
			`${isTemplate ? 'Shorten the template in LiveVox' : 'Shorten the text'} or raise 'Max Segments'.`,
			cause && `Replacing ${cause} would also help: it cuts a segment from 160 to 70 characters.`,
		]),
	templateUnlisted: `isn't listed by LiveVox, so its length can't be checked. Choose a template from the list, or remove 'Max Segments'.`,
	accountInvalid: `must be text or a number. ${CHECK_EXPRESSION}`,
	accountEmpty: `is empty. Enter the recipient's account number. It's required when the credential logs in as an agent.`,
	accountInexact: `is a number that was rounded or turned into a decimal. Format the spreadsheet column as text, or have the expression return text.`,
	maxSegmentsInvalid: 'must be a whole number. Enter the maximum number of segments, or 0 for no limit.',
	keyEmpty: `is empty. ${GIVE_KEY}`,
	keyInvalid: `isn't text. ${GIVE_KEY}`,
	hoursEmpty: `has no hours. Select 'Add Hours', or remove the option.`,
	hoursSame: `starts and ends at the same time. Change 'Start Time' or 'End Time', or remove the option.`,
	hoursNever: `is never open in all time zones that this number may be in. Enter the recipient's 'Time Zone' there, or longer hours.`,
	timeEmpty: (field: string): string => `has no '${field}'. Enter a time, such as 8:00, 8 AM, or 21:00.`,
	timeInvalid: (field: string): string => `has a '${field}' that isn't a time. Enter it such as 8:00, 8 AM, or 21:00.`,
	timeZoneInvalid: `has a 'Time Zone' that isn't the name of a time zone. Enter a name such as America/Chicago, or leave it empty to go by the area code of 'To'.`,
	smartCharactersInvalid: 'must be Keep or Replace. Choose an option, or have the expression return keep or replace.',
	limitInvalid: 'must be a whole number, 1 or more. Enter the maximum number of results to return.',
	filterInvalid: "isn't text. Have the expression return text or a number.",
};

// An execution that starts nothing
export const NOTHING_SENT = 'Nothing was sent.';
export const THIS_ITEM_NOT_SENT = "This item wasn't sent.";

export const NO_SUCH_OPERATION = `The selected resource doesn't have this operation. Select 'Resource' and 'Operation' again.`;

/** @param fields `'To' (items 0, 2 to 4)` */
export const nothingSent = (invalid: number, total: number, fields: string[]): string =>
	`${NOTHING_SENT} Fix ${number(invalid)} of ${counted(total, 'item')}: ${fields.join(', ')}`;

/** @param items `items 0, 2 to 4` */
export const atItems = ({ message, description }: Words, items: string): string =>
	`${message} (${items}). ${description}`;

export const moreIssues = (count: number, items: string): string => `${counted(count, 'more issue')} (${items}).`;

// LiveVox's responses, and broken connections
export const livevoxSaid = (reason: string | undefined, status: number): string =>
	reason ? `${reason} (LiveVox, status ${status})` : `LiveVox returned status ${status} without a reason`;

export const livevoxAskedToWait = (seconds: number): string => `LiveVox asked to wait ${counted(seconds, 'second')}.`;
export const TRY_LATER = 'Try again later.';

export const responseAdvice = {
	notDone: `LiveVox received the request but did not carry it out. The number may be on a suppression (do-not-contact) list: check it in LiveVox, or ask your LiveVox administrator.`,
	sessionRejected: `LiveVox rejected the session even after a new login; check that this login is still active in LiveVox.`,
	roleDenied: "This login's role can't do this: the SMS API requires Agent, Manager, Superuser, or Sysadmin.",
	wrongAddress: CHECK_ADDRESS,
	proxyLogin: `The proxy between n8n and LiveVox requires a login: ask your n8n administrator to add one to the proxy URL.`,
	requestTimeout: `LiveVox didn't receive the whole request in time. ${TRY_LATER}`,
	throttled: `LiveVox is limiting requests: try again later, or lower 'Messages per Second' or raise 'Max Rate Limit Wait'.`,
	busy: `LiveVox is busy or down for maintenance. ${TRY_LATER}`,
	notLivevox: `This isn't a LiveVox API response. ${CHECK_ADDRESS}`,
	redirected: `The server redirected the request, and the node doesn't follow redirects. ${CHECK_ADDRESS}`,
	rejected: "Check that 'From', 'To', 'Template', 'Service', and 'Account Number' match what's set up in LiveVox.",
	serverFailed: `LiveVox, or a gateway in front of it, didn't complete the request. ${TRY_LATER}`,
};

export const connectionErrors = {
	certificate: `n8n doesn't trust the certificate at this address. ${CHECK_ADDRESS} If a proxy or firewall inspects TLS traffic, ask your n8n administrator to add its certificate to NODE_EXTRA_CA_CERTS.`,
	notConnected: `n8n couldn't connect to LiveVox. ${CHECK_ADDRESS} Ask your n8n administrator whether n8n can reach LiveVox (DNS, firewall, proxy).`,
	timeout: `LiveVox didn't respond in time. ${TRY_LATER}`,
	stopped: 'The execution was stopped before LiveVox responded',
	lost: `The connection to LiveVox was lost before the response was complete. ${TRY_LATER}`,
};

// How a message ended
const CHECK_FIRST = `Check in LiveVox, by recipient and time, before you send it again; if you can't, ask your LiveVox administrator.`;

export const notAttempted = {
	stopped: `Not sent: the execution was stopped first. Send this item again in a new execution. Without a 'Send Once Key', start it with this item only: a full execution messages everyone again.`,
	earlierFailure: "Not sent: an earlier message wasn't accepted. Running the workflow again messages everyone.",
	storeLost: "Not sent: n8n's database stopped responding. Send this item again once the database is back.",
	keyUnverified: `Not sent: n8n couldn't check this 'Send Once Key'. Save the workflow if it's new; otherwise ask your n8n administrator to check the database.`,
	earlierAttempt: `May have been sent: an earlier attempt started this message, and its result is unknown. ${CHECK_FIRST}`,
	duplicateExecution: `May have been sent: n8n started this execution twice, and the other one may still be sending. Wait until the other one finishes, then check in LiveVox before you send it again.`,
	earlierUnverified: `May have been sent by an earlier attempt: n8n's database couldn't say, so it wasn't sent again. ${CHECK_FIRST}`,
};

/** Before the advice on a request that LiveVox rejected. */
export const NOT_SENT = "This message wasn't sent.";

export const mayHaveBeenSent = ({ message, description }: Words): Words => ({
	message: `${message}. The message may have been sent`,
	description: joinSentences([CHECK_FIRST, description.replace(TRY_LATER, '').trim()]),
});

export const skipReasons = {
	sent: "Already sent with this 'Send Once Key'",
	unknown: "May have been sent: this 'Send Once Key' was used before, and the result is unknown",
	excluded: "This number is on 'Do Not Send To'",
	repeated: "Skipped: an earlier item in this execution has the same 'Send Once Key'",
};

/** @param local `7:30 AM`; @param hours `8:00 AM to 9:00 PM` */
export const outsideHours = (local: string, timeZone: string, hours: string, isByAreaCode: boolean): string =>
	`Outside 'Sending Hours' (${hours}): it's ${local} in the time zone ${timeZone}${isByAreaCode ? ', where this area code may be' : ''}`;

export const DRY_RUN_REASON = 'Dry Run is on. Everything was checked and nothing was sent.';

/** What ends the description of the error that ends an execution. */
export const howFar = (
	{ accepted, unknown, notTried, total }: { accepted: number; unknown: number; notTried: number; total: number },
	advice: 'retry' | 'calledAgain' | 'none',
): string =>
	joinSentences([
		`Of ${counted(total, 'message')}, ${number(accepted)} ${accepted === 1 ? 'was' : 'were'} accepted${notTried > 0 ? ` and ${number(notTried)} ${notTried === 1 ? "wasn't" : "weren't"} tried` : ''}.`,
		unknown > 0 && `${number(unknown)} may have been sent: check in LiveVox first.`,
		advice === 'retry' &&
			`Retry this execution from the Executions list to send the rest${accepted > 0 ? ', with the original workflow if you have edited it: an edited text goes to everyone again' : ''}.`,
		advice === 'calledAgain' &&
			"If the calling workflow runs again, only a 'Send Once Key' keeps it from sending all of them again.",
	]);

// Below the output
export const passwordExpires = (days: number, date: string): string => {
	const when = days === 0 ? 'today' : `in ${counted(days, 'day')}`;
	return `The password in the LiveVox API credential expires ${when} (${date}). Change it in LiveVox, then update the credential.`;
};

export const outcomeNames = {
	accepted: 'accepted',
	alreadySent: 'already sent earlier in this execution',
	rejected: 'rejected',
	unknown: 'unknown (may have been sent)',
	skipped: "skipped ('Send Once Key' already used)",
	held: "held ('Sending Hours')",
	excluded: "skipped ('Do Not Send To')",
};

/** @param outcomes `3 accepted` */
export const summary = (total: number, outcomes: string[], waitedSeconds: number): string =>
	joinSentences([
		`${counted(total, 'message')}: ${outcomes.join(', ')}.`,
		waitedSeconds > 0 && `Waited ${counted(waitedSeconds, 'second')} because LiveVox limited the rate.`,
	]);

/** @param groups `"’", right single quotation mark (U+2019) (items 0 to 3)` */
/** What n8n shows of several hints about messages until a user expands them. */
export const aboutMessages = { key: 'liveVoxMessages', summary: '{count} things to check in the messages' };

export const hints = {
	unprotected: (reason: string): string =>
		`This execution wasn't protected against a crash, because n8n's database refused to store what was sent (${reason}). Ask your n8n administrator to check it before the next large send.`,
	dryRun: (messages: number): string => `Dry Run is on: ${counted(messages, 'message')} checked, none sent.`,
	retryOnFail: `'Retry On Fail' has little effect with 'On Error' set to Continue: n8n checks only the first item. Turn it off (the node already waits when LiveVox limits the rate), or set 'On Error' to Stop Workflow.`,
	serviceIgnored: "'Service' was ignored: an agent login sends from the service the agent is logged in to.",
	held: (messages: number): string =>
		`'Sending Hours' held ${counted(messages, 'message')}, and nothing was sent for ${messages === 1 ? 'it' : 'them'}. To send what is held, execute the workflow again in those hours, as with a schedule; with a 'Send Once Key', it skips what was sent before.`,
	doNotSendToEmpty: "'Do Not Send To' is empty, so no number is skipped. Check what its expression returns.",
	doNotSendToInvalid: (invalid: number): string =>
		`'Do Not Send To' has ${counted(invalid, 'value')} that ${invalid === 1 ? "isn't a phone number and has" : "aren't phone numbers and have"} no effect. Have the expression return the numbers alone, such as {{ $('Opt-Outs').all().map((row) => row.json.phone) }}.`,
	templatesUnread: (reason: string): string =>
		`Segment counts for templates are unknown, because LiveVox didn't return them: ${reason}.`,
	senderMismatch: (groups: string): string =>
		`'From' isn't the template's own code: ${groups}. Leave 'From' empty to use the template's code.`,
	fromWithTemplate: (from: string, templateId: number, code: string): string =>
		`${from} with template ${templateId}, whose code is ${code}`,
	wordsForNothing: (groups: string): string =>
		`An expression in 'Message' returned no value, and these texts say so: ${groups}. Check what the expression returns.`,
	impossibleNumbers: (groups: string): string =>
		`These texts contain a phone number that doesn't exist: ${groups}. Check that it isn't a placeholder.`,
	singleNonGsmCharacter: (groups: string, canReplace: boolean): string =>
		`A single character cuts these texts from 160 to 70 characters per segment: ${groups}. ${canReplace ? "Set 'Smart Characters' to Replace" : 'Remove it'}, or use another character.`,
	unlisted: (groups: string): string =>
		`LiveVox doesn't list these values and may reject them: ${groups}. Choose them from the lists.`,
	listedWithOne: (groups: string): string =>
		`LiveVox lists these codes with a 1 before them: ${groups}. Enter 'From' that way: without Dry Run, the node doesn't look up LiveVox's codes.`,
	servicesUnread: (reason: string): string =>
		`The dry run is complete, except for the service name, which LiveVox didn't return: ${reason}.`,
};

/** In n8n's log, and in the browser's console on a manual execution. */
export const progress = (done: number, total: number): string =>
	`LiveVox SMS: ${done} of ${counted(total, 'message')} processed`;

// Dropdowns
export const cannotList = (message: string, mode: 'By Code' | 'By ID'): string =>
	`${message}. Select '${mode}' instead of 'From List' and enter the ${mode === 'By Code' ? 'code' : 'ID'}.`;
