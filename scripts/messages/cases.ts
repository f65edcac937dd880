import ts from 'typescript';

import {
	functionOf,
	nodesIn,
	placeOf,
	returnsOf,
	unwrapped,
	type Code,
	type FunctionNode,
} from './code';
import { isField } from './found';
import { hasWords, plainName } from './notation';
import type { Wording } from './wording';

/** Words of which a case decides which are said: a table in the code, or a function that returns them. */
export interface Cases {
	file: string;
	place: string;
	/** What a message calls them: `{status advice}`. */
	name: string;
	rows: Array<{ when: string; words: string }>;
}

/** Finds the constant tables of words, and the functions that return one or the other sentence. */
export function casesIn({ files, checker }: Code, wording: Wording): Cases[] {
	return [...files].flatMap(([file, source]) =>
		source.statements.flatMap((statement) => {
			const place = placeOf(statement);
			const rows = rowsOf(statement);
			return rows.length > 1 && rows.some(({ words }) => isSentence(words))
				? [{ file, place, name: plainName(place), rows }]
				: [];
		}),
	);

	function rowsOf(statement: ts.Statement): Cases['rows'] {
		if (ts.isFunctionDeclaration(statement)) return returnedRows(statement);
		if (!ts.isVariableStatement(statement)) return [];
		const { initializer } = statement.declarationList.declarations[0]!;
		const value = initializer && unwrapped(initializer);
		if (value && ts.isArrowFunction(value)) return returnedRows(value);
		return value && ts.isObjectLiteralExpression(value) && !isField(value) ? tableRows(value) : [];
	}

	function tableRows(table: ts.ObjectLiteralExpression): Cases['rows'] {
		return table.properties.flatMap((property) => {
			if (!ts.isPropertyAssignment(property) || isNoText(property.initializer)) return [];
			const words = wording.say(property.initializer);
			return hasWords(words) ? [{ when: labelOf(property.name), words }] : [];
		});
	}

	function returnedRows(own: FunctionNode): Cases['rows'] {
		return returnsOf(own).flatMap((returned) => {
			if (isNoText(returned)) return [];
			const words = wording.say(returned);
			return hasWords(words) ? [{ when: conditionOf(returned), words }] : [];
		});
	}

	/** A call may make a message of its own, which is found as such. */
	function isNoText(expression: ts.Expression): boolean {
		const value = unwrapped(expression);
		return (
			ts.isObjectLiteralExpression(value) ||
			(ts.isCallExpression(value) && functionOf(checker, value.expression) !== undefined)
		);
	}
}

const isSentence = (text: string) => /\p{L}{2,}\s\p{L}/u.test(text);

const labelOf = (name: ts.PropertyName) =>
	ts.isStringLiteralLike(name) || ts.isNumericLiteral(name) ? name.text : plainName(name.getText());

/** The condition under which a function returns this, in the code's words. */
function conditionOf(returned: ts.Expression): string {
	for (let node: ts.Node = returned; !ts.isFunctionLike(node); node = node.parent) {
		if (ts.isCaseClause(node)) return node.expression.getText();
		if (ts.isIfStatement(node)) return node.expression.getText();
	}
	return 'otherwise';
}

/** What all calls of a function give to one of its parameters, where all of them give plain texts. */
export function textsGivenTo({ files, checker }: Code): (parameter: ts.Node) => string[] {
	const given = new Map<ts.Node, ts.Expression[]>();
	for (const node of [...files.values()].flatMap((source) => [...nodesIn(source)])) {
		if (!ts.isCallExpression(node)) continue;
		const parameters = functionOf(checker, node.expression)?.parameters ?? [];
		parameters.forEach((parameter, index) => {
			const argument = node.arguments[index];
			if (argument) given.set(parameter, [...(given.get(parameter) ?? []), argument]);
		});
	}
	return (parameter) => {
		const texts = given.get(parameter) ?? [];
		return texts.every(ts.isStringLiteralLike) ? [...new Set(texts.map(({ text }) => text))] : [];
	};
}
