/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import ts from 'typescript';
import { filesIn, root } from './package-files';

const dist = join(root, 'dist');
const provided = ['n8n-workflow', 'node:crypto'];

// What a file loads: the module's name, or the expression itself where the name is not a plain text.
function importsOf(source: string): string[] {
	const found: string[] = [];
	const file = ts.createSourceFile('file.js', source, ts.ScriptTarget.Latest, true);
	const add = (node: ts.Node | undefined): void => {
		found.push(node && ts.isStringLiteralLike(node) ? node.text : (node ?? file).getText(file));
	};
	const visit = (node: ts.Node): void => {
		if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) {
			if (node.moduleSpecifier) add(node.moduleSpecifier);
		} else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
			add(node.arguments[0]);
		} else if (ts.isIdentifier(node) && node.text === 'require') {
			const isCalled = ts.isCallExpression(node.parent) && node.parent.expression === node;
			// Any other use, as in `require.resolve` or `const load = require`, hides what is loaded.
			add(isCalled ? (node.parent as ts.CallExpression).arguments[0] : node.parent);
		}
		ts.forEachChild(node, visit);
	};
	visit(file);
	return found;
}

function isInDist(importer: string, name: string): boolean {
	if (!/^\.{1,2}(\/|$)/.test(name)) return false;
	const path = resolve(dirname(join(dist, importer)), name);
	return (
		!relative(dist, path).startsWith('..') &&
		[path, `${path}.js`, `${path}.json`, join(path, 'index.js')].some(
			(candidate) => /\.js(on)?$/.test(candidate) && existsSync(candidate),
		)
	);
}

it.each([
	["const a = require('axios')", ['axios']],
	["import a from 'axios'", ['axios']],
	["export * from 'axios'", ['axios']],
	["const a = () => import('axios')", ['axios']],
	['const a = require(`axios`)', ['axios']],
	["const a = require('axi' + 'os')", ["'axi' + 'os'"]],
	["const load = require; load('axios')", ['load = require']],
	["require.resolve('axios')", ['require.resolve']],
	["// require('axios')\nconst text = \"require('axios')\"", []],
])('sees what %j loads', (source, expected) => {
	expect(importsOf(source)).toEqual(expected);
});

describe('the built files', () => {
	const scripts = filesIn(dist).filter((path) => path.endsWith('.js'));

	it('are there', () => {
		expect(scripts).toContain('nodes/LiveVoxSms/LiveVoxSms.node.js');
		expect(scripts).toContain('credentials/LiveVoxApi.credentials.js');
	});

	it('load nothing but what n8n provides and each other', () => {
		const foreign = scripts.flatMap((script) =>
			importsOf(readFileSync(join(dist, script), 'utf8'))
				.filter((name) => !provided.includes(name) && !isInDist(script, name))
				.map((name) => `${script} loads ${name}`),
		);

		expect(foreign).toEqual([]);
	});
});

/** What each room may import beside its own files. Nothing else of ours, types included. */
const DOORS: Record<string, RegExp[]> = {
	shared: [],
	message: [/^nodes\/LiveVoxSms\/shared\//],
	delivery: [/^nodes\/LiveVoxSms\/shared\//],
	transport: [/^nodes\/LiveVoxSms\/shared\//, /^n8n-workflow$/, /^node:crypto$/],
	actions: [/^nodes\/LiveVoxSms\/(?:shared|message|delivery|transport)\//, /^n8n-workflow$/, /^node:crypto$/],
	methods: [/^nodes\/LiveVoxSms\/(?:shared|message|delivery|transport)\//, /^n8n-workflow$/],
};

describe('the doors between the rooms', () => {
	const folder = 'nodes/LiveVoxSms';

	test.each(Object.entries(DOORS))('%s/', (room, doors) => {
		const files = filesIn(join(root, folder, room));
		expect(files.length).toBeGreaterThan(1);
		const closed = files.flatMap((file) => {
			const path = join(folder, room, file);
			return importsOf(readFileSync(join(root, path), 'utf8'))
				.map((name) => (name.startsWith('.') ? join(dirname(path), name) : name))
				.filter((name) => !name.startsWith(`${folder}/${room}/`) && !doors.some((door) => door.test(name)))
				.map((name) => `${path} imports ${name}`);
		});
		expect(closed).toEqual([]);
	});

	test('the credential knows its own door to transport/ alone', () => {
		const source = readFileSync(join(root, 'credentials/LiveVoxApi.credentials.ts'), 'utf8');
		const ours = importsOf(source).filter((name) => name.startsWith('.'));
		expect(ours).toEqual(['../nodes/LiveVoxSms/transport/login']);
	});

	test('no room but transport/ speaks of status codes or headers', () => {
		const http = /\bstatusCode\b|retry-after|\b(?:401|403|429|503)\b(?!\))/i;
		const speaking = ['shared', 'message', 'delivery', 'actions'].flatMap((room) =>
			filesIn(join(root, folder, room))
				// Some area codes are the same numbers.
				.filter((file) => !/\.description\.ts$|^timeZones\.ts$/.test(file))
				.filter((file) => http.test(readFileSync(join(root, folder, room, file), 'utf8'))),
		);
		expect(speaking).toEqual([]);
	});
});
