import ts from 'typescript';

import { nodesIn, placeOf, type Code } from './code';
import { UNSEEN } from './unseen';
import type { Wording } from './wording';

/** Words that become part of a longer message, or that no other rule of this generator has found. */
export interface Part {
	file: string;
	place: string;
	words: string;
}

/**
 * Finds all texts that are left, so that no word of the code is missing.
 *
 * @param isShown whether a text stands on the page already
 */
export function partsIn(
	{ files }: Code,
	wording: Wording,
	isShown: (text: string) => boolean,
): Part[] {
	const parts: Part[] = [];
	for (const [file, source] of files) {
		for (const statement of source.statements) {
			const place = placeOf(statement);
			for (const node of nodesIn(statement)) {
				if (!isText(node) || isShown(node.text)) continue;
				for (const each of wholesOf(node)) {
					const words = wording.say(each);
					if (!parts.some((part) => part.place === place && part.words === words)) {
						parts.push({ file, place, words });
					}
				}
			}
		}
	}
	const isInAnother = ({ words }: Part) =>
		words.includes(' ') && parts.some((part) => part.words !== words && part.words.includes(words));
	return parts.filter((part) => !isInAnother(part));
}

type Text = ts.StringLiteralLike | ts.TemplateHead | ts.TemplateMiddle | ts.TemplateTail;

/** A literal with two words and more, or a template with a word and a space. */
function isText(node: ts.Node): node is Text {
	const isPiece = ts.isTemplateHead(node) || ts.isTemplateMiddle(node) || ts.isTemplateTail(node);
	if (!isPiece && !ts.isStringLiteralLike(node)) return false;
	if (UNSEEN.some(({ text }) => text === node.text) || ts.isLiteralTypeNode(node.parent))
		return false;
	if (isExpression(node)) return false;
	return isPiece
		? /\p{L}{2,}/u.test(node.text) && /\s/.test(node.text)
		: /\p{L}['’]?\p{L}*[,.:;]? \p{L}/u.test(node.text);
}

/** An expression of n8n's, for n8n to work out. */
const isExpression = (text: Text) => /^['"`]=\{\{/.test(wholeTemplate(text).getText());

const wholeTemplate = (text: Text): ts.Node =>
	ts.isTemplateSpan(text.parent)
		? text.parent.parent
		: ts.isTemplateHead(text)
			? text.parent
			: text;

/** The sentence that a text is a piece of; or each entry of the list that it is one of. */
function wholesOf(text: Text): ts.Expression[] {
	let whole: ts.Node = text;
	while (isInside(whole.parent)) whole = whole.parent;
	return ts.isArrayLiteralExpression(whole) ? entriesOf(whole) : [whole as ts.Expression];
}

const isInside = (parent: ts.Node) =>
	ts.isTemplateSpan(parent) ||
	ts.isTemplateExpression(parent) ||
	ts.isBinaryExpression(parent) ||
	ts.isParenthesizedExpression(parent) ||
	ts.isConditionalExpression(parent) ||
	ts.isArrayLiteralExpression(parent);

function entriesOf(node: ts.Expression): ts.Expression[] {
	if (ts.isArrayLiteralExpression(node)) return node.elements.flatMap(entriesOf);
	if (ts.isConditionalExpression(node)) {
		return [node.whenTrue, node.whenFalse].flatMap(entriesOf);
	}
	return ts.isStringLiteralLike(node) || ts.isTemplateExpression(node) ? [node] : [];
}
