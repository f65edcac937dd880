import ts from 'typescript';

import { declarationOf, functionOf, returnsOf, unwrapped, type FunctionNode } from './code';
import { choice, hasWords, placeholder, plainName } from './notation';

/** What the parameters of a function stand for where it is called. */
export type Given = Map<ts.Node, { expression: ts.Expression; given: Given }>;

const DEEPEST = 8;

/**
 * Writes an expression down as a person sees it: `{value}` for what only a run knows, `[words]` for what is
 * there at times, `[one / other]` for a choice, `, …` after what may be repeated.
 */
export class Wording {
	private depth = 0;

	constructor(
		readonly checker: ts.TypeChecker,
		/** Texts that every call gives to a parameter: `[the code / the service’s id]`. */
		private readonly givenEverywhere: (parameter: ts.Node) => string[],
	) {}

	say(wrapped: ts.Expression, given: Given = new Map()): string {
		const expression = unwrapped(wrapped);
		if (this.depth > DEEPEST) return placeholder(expression);
		this.depth++;
		const text = this.words(expression, given) ?? placeholder(expression);
		this.depth--;
		return text;
	}

	/** The same as whole sentences: a choice at the top makes one for each. */
	sentences(wrapped: ts.Expression, given: Given = new Map()): string[] {
		const expression = unwrapped(wrapped);
		if (ts.isConditionalExpression(expression)) {
			const { whenTrue, whenFalse } = expression;
			return [...this.sentences(whenTrue, given), ...this.sentences(whenFalse, given)];
		}
		const declared = ts.isIdentifier(expression) && declarationOf(this.checker, expression);
		const argument = declared && given.get(declared);
		if (argument) return this.sentences(argument.expression, argument.given);
		if (declared && ts.isVariableDeclaration(declared) && declared.initializer) {
			const sentences = this.sentences(declared.initializer, given);
			if (sentences.every(hasWords)) return sentences;
		}
		return [this.say(expression, given)];
	}

	/** What the parameters of a function stand for in this call of it. */
	givenBy(call: ts.CallExpression, called: FunctionNode, given: Given): Given {
		return new Map(
			call.arguments.flatMap((expression, index) => {
				const parameter = called.parameters[index];
				return parameter ? [[parameter, { expression, given }] as const] : [];
			}),
		);
	}

	/** undefined where there is nothing better than a placeholder. */
	private words(expression: ts.Expression, given: Given): string | undefined {
		if (ts.isStringLiteralLike(expression) || ts.isNumericLiteral(expression)) {
			return expression.text;
		}
		if (ts.isTemplateExpression(expression)) {
			const spans = expression.templateSpans.map(
				(span) => this.say(span.expression, given) + span.literal.text,
			);
			return expression.head.text + spans.join('');
		}
		if (ts.isConditionalExpression(expression)) {
			return choice(this.say(expression.whenTrue, given), this.say(expression.whenFalse, given));
		}
		if (ts.isBinaryExpression(expression)) return this.binary(expression, given);
		if (ts.isIdentifier(expression)) return this.named(expression, given);
		if (ts.isCallExpression(expression)) return this.call(expression, given);
		return undefined;
	}

	private binary({ left, right, operatorToken }: ts.BinaryExpression, given: Given) {
		const isEither =
			operatorToken.kind === ts.SyntaxKind.BarBarToken ||
			operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken;
		if (operatorToken.kind === ts.SyntaxKind.PlusToken) {
			return this.say(left, given) + this.say(right, given);
		}
		if (operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken) return this.say(right, given);
		if (isEither && /^(undefined|null|Infinity)$/.test(right.getText()))
			return this.say(left, given);
		return isEither ? choice(this.say(left, given), this.say(right, given)) : undefined;
	}

	private named(name: ts.Identifier, given: Given): string | undefined {
		const declared = declarationOf(this.checker, name);
		if (!declared) return undefined;
		const argument = given.get(declared);
		if (argument) return this.say(argument.expression, argument.given);
		if (ts.isParameter(declared)) {
			const texts = this.givenEverywhere(declared);
			return texts.length > 0 ? `[${texts.join(' / ')}]` : undefined;
		}
		if (!ts.isVariableDeclaration(declared) || !declared.initializer) return undefined;
		return withWords(this.say(declared.initializer, given));
	}

	private call(call: ts.CallExpression, given: Given): string | undefined {
		const { expression: called } = call;
		if (ts.isPropertyAccessExpression(called) && called.name.text === 'join') {
			const separator = call.arguments[0] ? this.say(call.arguments[0], given) : ',';
			return this.joined(called.expression, separator, given);
		}
		const own = functionOf(this.checker, called);
		const returned = own ? returnsOf(own) : [];
		if (!own || !returned[0]) return undefined;
		const inside = this.givenBy(call, own, given);
		if (returned.length === 1) return withWords(this.say(returned[0], inside));
		const isTable = returned.some((expression) => hasWords(this.say(expression, inside)));
		return isTable && own.name ? `{${plainName(own.name.getText())}}` : undefined;
	}

	/** A list as one text: each element in its turn, or the one that stands for all and `…`. */
	private joined(wrapped: ts.Expression, separator: string, given: Given): string {
		const list = unwrapped(wrapped);
		if (ts.isIdentifier(list)) {
			const declared = declarationOf(this.checker, list);
			const value = declared && ts.isVariableDeclaration(declared) && declared.initializer;
			if (value) return this.joined(value, separator, given);
		}
		if (ts.isArrayLiteralExpression(list)) {
			return list.elements
				.map((element) => this.element(element, separator, given))
				.filter((text) => text !== '')
				.join(separator);
		}
		if (ts.isNewExpression(list) && list.arguments?.[0]) {
			return this.joined(list.arguments[0], separator, given);
		}
		const each = mappedBy(list);
		const returned = each && returnsOfCallback(this.checker, each);
		return returned ? `${this.say(returned, given)}${separator}…` : placeholder(list);
	}

	private element(element: ts.Expression, separator: string, given: Given): string {
		if (!ts.isSpreadElement(element)) return this.say(element, given);
		const spread = unwrapped(element.expression);
		if (!ts.isConditionalExpression(spread)) return this.joined(spread, separator, given);
		return choice(
			this.joined(spread.whenTrue, separator, given),
			this.joined(spread.whenFalse, separator, given),
		);
	}
}

const withWords = (text: string): string | undefined => (hasWords(text) ? text : undefined);

/** The function in `list.map(…)`, also with other steps after it. */
function mappedBy(list: ts.Expression): ts.Expression | undefined {
	if (!ts.isCallExpression(list) || !ts.isPropertyAccessExpression(list.expression))
		return undefined;
	const { name, expression } = list.expression;
	return name.text === 'map' ? list.arguments[0] : mappedBy(expression);
}

function returnsOfCallback(checker: ts.TypeChecker, callback: ts.Expression) {
	const own = functionOf(checker, callback);
	return own && returnsOf(own)[0];
}
