/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { join, relative, resolve, sep } from 'node:path';
import ts from 'typescript';

/** The package's own folder. */
export const root = resolve(__dirname, '../..');

/** What is published, parsed and with its names resolved. */
export interface Code {
	checker: ts.TypeChecker;
	/** By path from the package's folder, with forward slashes. */
	files: Map<string, ts.SourceFile>;
}

/** Parses nodes/ and credentials/ as they are now. */
export function readCode(): Code {
	const config = ts.getParsedCommandLineOfConfigFile(
		join(root, 'tsconfig.json'),
		{},
		{ ...ts.sys, onUnRecoverableConfigFileDiagnostic: ({ messageText }) => fail(messageText) },
	);
	const names = config!.fileNames.filter((name) => name.endsWith('.ts')).sort();
	const program = ts.createProgram(names, config!.options);
	const files = names.map(
		(name) => [relative(root, name).split(sep).join('/'), program.getSourceFile(name)!] as const,
	);
	return { checker: program.getTypeChecker(), files: new Map(files) };
}

function fail(reason: string | ts.DiagnosticMessageChain): never {
	throw new Error(ts.flattenDiagnosticMessageText(reason, ' '));
}

export type FunctionNode = ts.FunctionDeclaration | ts.ArrowFunction | ts.MethodDeclaration;

/** Where a name is declared, through imports and the short form `{ name }`. */
export function declarationOf(checker: ts.TypeChecker, name: ts.Node): ts.Declaration | undefined {
	const symbol = ts.isShorthandPropertyAssignment(name.parent)
		? checker.getShorthandAssignmentValueSymbol(name.parent)
		: checker.getSymbolAtLocation(name);
	if (!symbol) return undefined;
	const real = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
	return real.declarations?.[0];
}

/** The function that a call or a name stands for, where it is one of this package. */
export function functionOf(
	checker: ts.TypeChecker,
	called: ts.Expression,
): FunctionNode | undefined {
	const name = ts.isPropertyAccessExpression(called) ? called.name : called;
	const declared = ts.isArrowFunction(name) ? name : declarationOf(checker, name);
	const found =
		declared && ts.isVariableDeclaration(declared) && declared.initializer
			? declared.initializer
			: declared;
	if (!found || found.getSourceFile().isDeclarationFile) return undefined;
	return ts.isFunctionDeclaration(found) ||
		ts.isArrowFunction(found) ||
		ts.isMethodDeclaration(found)
		? found
		: undefined;
}

/** What a function may return, not what the functions inside it do. */
export function returnsOf({ body }: FunctionNode): ts.Expression[] {
	if (!body || !ts.isBlock(body)) return body ? [unwrapped(body)] : [];
	const found: ts.Expression[] = [];
	const visit = (node: ts.Node): void => {
		if (ts.isFunctionLike(node)) return;
		if (ts.isReturnStatement(node) && node.expression) found.push(unwrapped(node.expression));
		ts.forEachChild(node, visit);
	};
	visit(body);
	return found;
}

/** An expression without brackets, `as`, `satisfies`, `!` and `await` around it. */
export function unwrapped(expression: ts.Expression): ts.Expression {
	return ts.isParenthesizedExpression(expression) ||
		ts.isAsExpression(expression) ||
		ts.isSatisfiesExpression(expression) ||
		ts.isNonNullExpression(expression) ||
		ts.isAwaitExpression(expression)
		? unwrapped(expression.expression)
		: expression;
}

/** Every node below one, itself included, in the order of the file; none of those to be skipped. */
export function* nodesIn(
	node: ts.Node,
	isSkipped: (node: ts.Node) => boolean = () => false,
): Generator<ts.Node> {
	if (isSkipped(node)) return;
	yield node;
	const children: ts.Node[] = [];
	ts.forEachChild(node, (child) => void children.push(child));
	for (const child of children) yield* nodesIn(child, isSkipped);
}

/** The property of an object literal with one of these names, and what it is set to. */
export function propertyOf(
	object: ts.ObjectLiteralExpression,
	names: readonly string[],
): { key: string; value: ts.Expression } | undefined {
	for (const property of object.properties) {
		const key = property.name && ts.isIdentifier(property.name) ? property.name.text : '';
		if (!names.includes(key)) continue;
		if (ts.isPropertyAssignment(property)) return { key, value: property.initializer };
		if (ts.isShorthandPropertyAssignment(property)) return { key, value: property.name };
	}
	return undefined;
}

/** The constant, function or class that a statement declares. */
export function placeOf(statement: ts.Statement): string {
	if (ts.isVariableStatement(statement)) {
		return statement.declarationList.declarations[0]!.name.getText();
	}
	const { name } = statement as { name?: ts.Node };
	return name?.getText() ?? '';
}
