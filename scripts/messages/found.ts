import ts from 'typescript';

import { functionOf, nodesIn, placeOf, propertyOf, unwrapped, type Code } from './code';
import { hasWords } from './notation';
import { isMaker, Sayings, type Said } from './said';
import { UNSEEN } from './unseen';
import type { Given, Wording } from './wording';

/** A message, and where it comes from: the file, and in it the constant, function or class. */
export interface FoundMessage {
	file: string;
	place: string;
	what: string;
	mend: string;
}

/** Finds all that the code says in sentences; the refusals of fields first, after the name of the field. */
export function messagesIn(code: Code, wording: Wording): FoundMessage[] {
	const sayings = new Sayings(code, wording);
	const found: FoundMessage[] = [];
	/** Calls that the check of a field has led to. */
	const ofFields = new Set<ts.Node>();

	for (const { node, ...from } of placesIn(code)) {
		for (const { field, check } of checksAt(node)) {
			for (const said of saidBelow(check, new Map(), [])) add(from, said, field);
		}
	}
	for (const { node, ...from } of placesIn(code)) {
		if (ofFields.has(node)) continue;
		for (const said of sayings.at(node, new Map())) add(from, said, '{field}');
	}
	return found;

	/** A call with a label for `field` and a check, such as `valueOf('To', checkPhoneNumber(…))`. */
	function checksAt(node: ts.Node): Array<{ field: string; check: ts.Expression }> {
		if (!ts.isCallExpression(node)) return [];
		const parameters = functionOf(code.checker, node.expression)?.parameters ?? [];
		const label = node.arguments[parameters.findIndex(({ name }) => name.getText() === 'field')];
		if (!label) return [];
		const labels = wording.sentences(label);
		return node.arguments.flatMap((argument) => {
			const checks = branchesOf(argument);
			const either = labels.length > 1 ? `[${labels.join(' / ')}]` : labels[0]!;
			const isEachItsOwn = checks.length === labels.length;
			return checks.map((check, index) => ({
				field: isEachItsOwn ? labels[index]! : either,
				check,
			}));
		});
	}

	/** What a call says, or the functions that it calls in its turn. */
	function* saidBelow(call: ts.Node, given: Given, path: ts.Node[]): Generator<Said> {
		const called = ts.isCallExpression(call) && functionOf(code.checker, call.expression);
		if (!called || !called.body || path.includes(called)) return;
		ofFields.add(call);
		if (isMaker(called)) {
			yield* sayings.at(call, given);
			return;
		}
		const inside = wording.givenBy(call, called, given);
		for (const node of nodesIn(called.body)) yield* saidBelow(node, inside, [...path, called]);
	}

	function add(from: { file: string; place: string }, said: Said, field: string): void {
		const { what, mend } = said;
		if (!hasWords(what) && !hasWords(mend)) return;
		if (UNSEEN.some(({ text }) => text === what)) return;
		found.push(
			said.isOfField
				? { ...from, what: `${said.field ?? field} ${what}`, mend: `${mend}.` }
				: { ...from, what, mend },
		);
	}
}

/** All nodes but those inside the makers of messages and inside the fields of the editor. */
function* placesIn({ files }: Code): Generator<{ node: ts.Node; file: string; place: string }> {
	for (const [file, source] of files) {
		for (const statement of source.statements) {
			const place = placeOf(statement);
			for (const node of nodesIn(statement, (each) => isMaker(each) || isField(each))) {
				yield { node, file, place };
			}
		}
	}
}

/** A field of the node or of the credential. */
export const isField = (node: ts.Node): boolean =>
	ts.isObjectLiteralExpression(node) && propertyOf(node, ['displayName']) !== undefined;

function branchesOf(wrapped: ts.Expression): ts.Expression[] {
	const expression = unwrapped(wrapped);
	return ts.isConditionalExpression(expression)
		? [expression.whenTrue, expression.whenFalse].flatMap(branchesOf)
		: [expression];
}
