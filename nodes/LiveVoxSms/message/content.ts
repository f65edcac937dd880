import { refuseBrokenText } from './broken';
import { refuse, type Checked } from './checked';
import { quotedName } from './quotedName';
import { hasVisible } from './invisible';
import { measure, type TextFigures } from './segments';
import { replaceSmartCharacters } from './smartCharacters';
import { holdsObject, idOf, textOf } from './values';

/** What LiveVox keeps as a template; either may be missing in what it lists. */
export interface Template {
	text: string | undefined;
	/** The code that its messages come from. */
	code: string | undefined;
}

/** The text that a recipient gets, with what it costs on the air. */
export interface Content {
	text: string;
	figures: TextFigures;
	/** The text is that of a template: what LiveVox makes of it is not known here. */
	isEstimate: boolean;
}

/** The part of LiveVox's body that holds the content: exactly one of the two (vendor page). */
export type Body = { message: string } | { templateId: number };

/** @param isReplacing whether smart characters are to be replaced */
export function checkMessage(value: unknown, isReplacing: boolean): Checked<Body> {
	if (holdsObject(value))
		return refuse(
			'has an object in it where a text should be',
			'Pick one field of the object in its expression, such as {{ $json.customer.name }}',
		);
	const written = textOf(value);
	if (written === undefined)
		return refuse(
			'is not a text',
			'Pick one text or number in its expression: it gives a list, an object, a date or true or false',
		);
	if (written.trim() === '')
		return refuse('is empty', 'Type the text to send, or check what its expression gives');
	const broken = refuseBrokenText(written);
	if (broken) return broken;
	const message = isReplacing ? replaceSmartCharacters(written) : written;
	if (!hasVisible(message)) {
		return refuse(
			'contains only characters that nobody sees',
			'Enter the text to send, or check what the expression returns',
		);
	}
	return { ok: true, value: { message } };
}

/** LiveVox itself decides whether there is a template with that id. */
export function checkTemplate(value: unknown): Checked<Body> {
	const id = idOf(value, 'Choose a template from the list, or type its ID, such as 75870');
	return id.ok ? { ok: true, value: { templateId: id.value } } : id;
}

/** @param template what LiveVox lists for the body's template id */
export function contentOf(body: Body, template: Template | undefined): Content | undefined {
	if ('message' in body) {
		return { text: body.message, figures: measure(body.message), isEstimate: false };
	}
	const text = template?.text;
	return text === undefined ? undefined : { text, figures: measure(text), isEstimate: true };
}

/** @param maxSegments Infinity for no limit */
export function checkLength(content: Content, maxSegments: number): Checked<Content> {
	const { segments } = content.figures;
	if (segments <= maxSegments) return { ok: true, value: content };
	return refuse(
		`takes ${segments} segments, and Max Segments allows ${maxSegments}`,
		mendLength(content),
	);
}

/** Where the length is limited, a template of unknown length is not sent. */
export function checkUnknownLength(maxSegments: number): Checked<undefined> {
	if (maxSegments === Infinity) return { ok: true, value: undefined };
	return refuse(
		'is not among the templates that LiveVox lists, so its length cannot be checked',
		'Choose a template from the list, or remove Max Segments',
	);
}

function mendLength({ figures: { unicodeCause }, isEstimate }: Content): string {
	const shorten = isEstimate ? 'Shorten the template in LiveVox' : 'Shorten the text';
	if (!unicodeCause) return `${shorten}, or raise Max Segments`;
	return `${shorten}, raise Max Segments, or replace ${quotedName(unicodeCause.character)}: with it in the text, a segment holds 70 characters instead of 160`;
}
