import ts from 'typescript';

/** Properties whose values a person reads. */
const SHOWN =
	/^(displayName|description|placeholder|action|message|what|mend|words|advice|refusal|reason|field)$/;

/** Calls whose texts a person reads. */
const SAYING = /^(refuse|stop|hint|notDone|\w*Error)$/;

/**
 * The texts of a source that may be for a person, by plain rules that know nothing of how docs/messages.md
 * is made: two words and more; or one where it is in a place for words, beside words, or a capital begins it.
 */
export function wordsIn(source: string): string[] {
	const file = ts.createSourceFile('file.ts', source, ts.ScriptTarget.Latest, true);
	const found: string[] = [];
	const visit = (node: ts.Node): void => {
		if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node) || ts.isTypeNode(node)) return;
		if (ts.isTemplateExpression(node) && isExpression(node.head.text)) return;
		if (isPiece(node) && isSentencePart(node.text)) found.push(node.text);
		if (ts.isStringLiteralLike(node) && !isExpression(node.text) && isForPerson(node)) {
			found.push(node.text);
		}
		ts.forEachChild(node, visit);
	};
	visit(file);
	return found;
}

const isPiece = (node: ts.Node): node is ts.TemplateHead | ts.TemplateMiddle | ts.TemplateTail =>
	ts.isTemplateHead(node) || ts.isTemplateMiddle(node) || ts.isTemplateTail(node);

/** n8n works it out: what stands in it is code. */
const isExpression = (text: string) => text.startsWith('={{');

const isSentencePart = (text: string) => /\p{L}{2,}/u.test(text) && /\s/.test(text);
const isTwoWords = (text: string) => /\p{L}\S* +\S*\p{L}/u.test(text);
const isCapitalWord = (text: string) => /^\p{Lu}\p{Ll}+[.!?]?$/u.test(text);

function isForPerson(node: ts.StringLiteralLike): boolean {
	if (isTwoWords(node.text) || isCapitalWord(node.text)) return true;
	if (!/\p{L}/u.test(node.text)) return false;
	const whole = outermost(node);
	return isBesideWords(whole) || isShownProperty(whole.parent) || isSaid(whole.parent);
}

/** The list or the choice that a text is an entry of, or the text itself. */
function outermost(node: ts.Node): ts.Node {
	const { parent } = node;
	const isEntry =
		ts.isArrayLiteralExpression(parent) ||
		ts.isParenthesizedExpression(parent) ||
		(ts.isConditionalExpression(parent) && parent.condition !== node);
	return isEntry ? outermost(parent) : node;
}

function isBesideWords(node: ts.Node): boolean {
	if (ts.isStringLiteralLike(node)) return isTwoWords(node.text);
	if (ts.isTemplateExpression(node)) {
		return [node.head, ...node.templateSpans.map(({ literal }) => literal)].some(({ text }) =>
			isSentencePart(text),
		);
	}
	const isList = ts.isArrayLiteralExpression(node) || ts.isConditionalExpression(node);
	return isList && (ts.forEachChild(node, (child) => isBesideWords(child) || undefined) ?? false);
}

/** A property that is shown; `name` is where a `value` stands beside it, as in the choices of a list. */
function isShownProperty(node: ts.Node): boolean {
	if (!ts.isPropertyAssignment(node)) return false;
	const names = node.parent.properties.map((property) => property.name?.getText());
	const name = node.name.getText();
	return SHOWN.test(name) || (name === 'name' && names.includes('value'));
}

function isSaid(node: ts.Node): boolean {
	const isCall = ts.isCallExpression(node) || ts.isNewExpression(node);
	return isCall && SAYING.test(node.expression.getText());
}
