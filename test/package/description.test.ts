/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import type { INodeType } from 'n8n-workflow';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { brokenLinks } from './markdown';
import { instantiate, manifest, readJson, root } from './package-files';

// Every value below another one, with the path that leads to it.
function* valuesIn(value: unknown, path: string): Generator<[path: string, value: unknown]> {
	yield [path, value];
	if (typeof value !== 'object' || value === null) return;
	for (const [key, child] of Object.entries(value)) yield* valuesIn(child, `${path}.${key}`);
}

const functionsIn = (value: unknown, name: string): string[] =>
	[...valuesIn(value, name)].flatMap(([path, inner]) => (typeof inner === 'function' ? path : []));

const iconsIn = (value: unknown): string[] =>
	[...valuesIn(value, '')].flatMap(([, inner]) =>
		typeof inner === 'string' && inner.startsWith('file:') ? inner.slice('file:'.length) : [],
	);

const codexOf = (builtNode: string): string => builtNode.replace(/\.js$/, '.json');

// The publisher changes the home page in package.json: a link that stays behind would lead nowhere.
const isAtHomePage = (link: string): boolean => link.split('#')[0] === manifest.homepage.split('#')[0];

/** A link to a heading of the home page, as one to the README in the package. */
const leadsNowhere = (link: string): boolean => brokenLinks(`[link](README.md#${link.split('#')[1]})`).length > 0;

it('finds a function wherever it is', () => {
	expect(functionsIn({ properties: [{ default: 1 }, { default: () => 1 }] }, 'description')).toEqual([
		'description.properties.1.default',
	]);
});

// n8n stores and sends descriptions as JSON: a function in one would be lost without a word.
describe.each(manifest.n8n.nodes)('%s', (file) => {
	const { description } = instantiate(file);

	it('has a description of plain data', () => {
		expect(description).toMatchObject({ properties: expect.any(Array) });
		expect(functionsIn(description, 'description')).toEqual([]);
	});

	it('has its icons and its codex beside it', () => {
		const icons = iconsIn(description);

		expect(icons).not.toEqual([]);
		expect(icons.filter((icon) => !existsSync(join(root, dirname(file), icon)))).toEqual([]);
		expect(existsSync(join(root, codexOf(file)))).toBe(true);
	});

	it('links to the documentation at the home page', () => {
		const { resources } = readJson<{ resources: Record<string, Array<{ url: string }>> }>(codexOf(file));
		const links = Object.values(resources).flatMap((list) => list.map(({ url }) => url));

		expect(links).not.toEqual([]);
		expect(links.filter((link) => !isAtHomePage(link) || leadsNowhere(link))).toEqual([]);
	});
});

describe.each(manifest.n8n.credentials)('%s', (file) => {
	const credential = instantiate(file);

	it('has properties of plain data', () => {
		const { properties } = credential;

		expect(properties).toEqual(expect.any(Array));
		expect(functionsIn({ properties }, file)).toEqual([]);
	});

	it('is tested by a function of the node', () => {
		const node = instantiate(manifest.n8n.nodes[0]!) as unknown as INodeType;
		const used = node.description.credentials?.find(({ name }) => name === credential.name);

		expect(credential).not.toHaveProperty('test');
		expect(node.methods?.credentialTest).toHaveProperty(String(used?.testedBy));
	});

	it('has its icons', () => {
		const icons = iconsIn(credential.icon);

		expect(icons).not.toEqual([]);
		expect(icons.filter((icon) => !existsSync(join(root, dirname(file), icon)))).toEqual([]);
	});

	it('links to the documentation at the home page', () => {
		const link = String(credential.documentationUrl);
		expect([isAtHomePage(link), leadsNowhere(link)]).toEqual([true, false]);
	});
});
