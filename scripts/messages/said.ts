import ts from 'typescript';

import { functionOf, nodesIn, propertyOf, returnsOf, type Code, type FunctionNode } from './code';
import { hasWords } from './notation';
import type { Given, Wording } from './wording';

/** What one place of the code says. */
export interface Said {
	/** What happened. */
	what: string;
	/** What to do about it; '' where the code says no more. */
	mend: string;
	/** `what` goes on after the name of a field, and neither has a final stop of its own. */
	isOfField: boolean;
	/** The field, where it is named beside the words. */
	field: string | undefined;
}

/** Names under which the code says what happened. */
const WHAT = ['message', 'what', 'words', 'refusal', 'reason'] as const;
/** Names under which it says what to do. */
const MEND = ['description', 'mend', 'advice'] as const;

/** Tells what a call of a maker, an object with words or an error says. */
export class Sayings {
	constructor(
		private readonly code: Code,
		private readonly wording: Wording,
	) {}

	at(node: ts.Node, given: Given): Said[] {
		if (ts.isCallExpression(node)) return this.ofMaker(node, given);
		if (ts.isNewExpression(node)) return this.ofError(node, given);
		return ts.isObjectLiteralExpression(node) ? this.ofObject(node, given) : [];
	}

	/** The words of a call, as the function that is called puts them together. */
	private ofMaker(call: ts.CallExpression, given: Given): Said[] {
		const maker = functionOf(this.code.checker, call.expression);
		if (!maker || !isMaker(maker)) return [];
		const inside = this.wording.givenBy(call, maker, given);
		for (const node of bodiesOf(maker).flatMap((body) => [...nodesIn(body)])) {
			const said = this.at(node, inside);
			if (said.length > 0) return said.map((each) => apart(each, this.mendGiven(maker, inside)));
		}
		return [];
	}

	private mendGiven(maker: FunctionNode, inside: Given): string {
		const parameter = maker.parameters.find(({ name }) => isOneOf(MEND, name));
		const argument = parameter && inside.get(parameter);
		return argument ? this.wording.say(argument.expression, argument.given) : '';
	}

	private ofObject(object: ts.ObjectLiteralExpression, given: Given): Said[] {
		const what = propertyOf(object, WHAT);
		if (!what) return [];
		const mend = propertyOf(object, MEND);
		const field = propertyOf(object, ['field']);
		return this.wording.sentences(what.value, given).map((sentence) => ({
			what: sentence,
			mend: mend ? this.wording.say(mend.value, given) : '',
			isOfField: what.key === 'what',
			field: field && this.wording.say(field.value, given),
		}));
	}

	private ofError(error: ts.NewExpression, given: Given): Said[] {
		if (!/Error$/.test(error.expression.getText())) return [];
		const options = error.arguments?.find(ts.isObjectLiteralExpression);
		const what = error.arguments?.find(
			(text) => text !== options && hasWords(this.wording.say(text, given)),
		);
		if (!what) return [];
		const mend = options && propertyOf(options, MEND);
		return this.wording.sentences(what, given).map((sentence) => ({
			what: sentence,
			mend: mend ? this.wording.say(mend.value, given) : '',
			isOfField: false,
			field: undefined,
		}));
	}
}

const isOneOf = (names: readonly string[], name: ts.Node) =>
	ts.isIdentifier(name) && names.includes(name.text);

/** Whether a node is a function that makes a message of the words that it is given. */
export function isMaker(node: ts.Node): boolean {
	const isFunction = ts.isArrowFunction(node) || ts.isFunctionDeclaration(node);
	return isFunction && node.parameters.some(({ name }) => isOneOf(WHAT, name));
}

function bodiesOf(maker: FunctionNode): ts.Node[] {
	const returned = returnsOf(maker);
	return returned.length > 0 || !maker.body ? returned : [maker.body];
}

/** The only text of a plain error holds both; n8n shows them apart where it can. */
const apart = (said: Said, mend: string): Said =>
	said.mend === '' && mend !== '' && said.what.endsWith(` ${mend}`)
		? { ...said, what: said.what.slice(0, -mend.length).trim().replace(/\.$/, ''), mend }
		: said;
