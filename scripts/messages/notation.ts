import ts from 'typescript';

import { unwrapped } from './code';

/** How a reader sees a value that only a run knows: `{area}`, `{number of digits}`. */
export const placeholder = (expression: ts.Expression): string => `{${nameOf(expression)}}`;

function nameOf(wrapped: ts.Expression): string {
	const expression = unwrapped(wrapped);
	if (ts.isIdentifier(expression)) return plainName(expression.text);
	if (ts.isElementAccessExpression(expression)) return nameOf(expression.expression);
	if (ts.isSpreadElement(expression)) return nameOf(expression.expression);
	if (ts.isPropertyAccessExpression(expression)) {
		const { text } = expression.name;
		if (text === 'length' || text === 'size') return `number of ${nameOf(expression.expression)}`;
		const isVague = text === 'message' || text === 'name';
		return isVague ? `${nameOf(expression.expression)} ${text}` : plainName(text);
	}
	if (ts.isCallExpression(expression) || ts.isNewExpression(expression)) {
		const [argument] = expression.arguments ?? [];
		if (ts.isPropertyAccessExpression(expression.expression)) {
			const object = expression.expression.expression;
			// `Math.round(waited)` is about its argument, `said.join(', ')` about its object.
			return argument && /^[A-Z]\w*$/.test(object.getText()) ? nameOf(argument) : nameOf(object);
		}
		return argument ? nameOf(argument) : nameOf(expression.expression);
	}
	if (ts.isBinaryExpression(expression)) return nameOf(expression.left);
	if (ts.isTemplateExpression(expression)) return nameOf(expression.templateSpans[0]!.expression);
	if (ts.isConditionalExpression(expression)) return nameOf(expression.whenTrue);
	return 'value';
}

/** `answerWords` and `ANSWER_WORDS` become `answer words`. */
export const plainName = (name: string): string =>
	name
		.replace(/([a-z\d])([A-Z])/g, '$1 $2')
		.replaceAll('_', ' ')
		.toLowerCase();

/** `[words]` for what is there at times, `[one / other]` for what is one of two. */
export function choice(one: string, other: string): string {
	if (one === other) return one;
	if (one === '' || other === '') return `[${one}${other}]`;
	return `[${one} / ${other}]`;
}

/** True where a text holds letters of its own, not only values that a run puts in. */
export const hasWords = (text: string): boolean =>
	/\p{L}{2,}/u.test(text.replace(/\{[^}]*\}/g, ''));
