import { readJson } from './package-files';

/** What the packages that build and test this one may be under; an install of this one brings none of them. */
const PERMISSIVE = [
	'(AFL-2.1 OR BSD-3-Clause)',
	'(MIT OR CC0-1.0)',
	'0BSD',
	'Apache-2.0',
	'BSD',
	'BSD-2-Clause',
	'BSD-3-Clause',
	'BlueOak-1.0.0',
	'CC-BY-3.0',
	'CC-BY-4.0',
	'CC0-1.0',
	'ISC',
	'MIT',
	'Python-2.0',
	'Unlicense',
];

/** n8n's own are source-available. Their licence allows what a developer of nodes does with them. */
const OF_N8N = /^(@n8n\/[\w-]+|@n8n_io\/ai-assistant-sdk|n8n-(core|workflow)(-2\.8)?)$/;
const LICENCES_OF_N8N = ['SEE LICENSE IN LICENSE.md', 'LicenseRef-n8n-enterprise'];

/** These say MIT in a field that npm no longer reads. */
const OLD_FIELD = ['buildcheck', 'cpu-features', 'ssh2'];

const { packages } = readJson<{ packages: Record<string, { license?: string }> }>('package-lock.json');
const locked = Object.entries(packages).filter(([path]) => path !== '');
const nameOf = (path: string) => path.split('node_modules/').at(-1)!;

it('the packages in the lockfile are under permissive licences, but for those of n8n', () => {
	const others = locked
		.map(([path, { license = 'none' }]) => ({ name: nameOf(path), license }))
		.filter(({ license }) => !PERMISSIVE.includes(license))
		.filter(({ name, license }) => !(OF_N8N.test(name) && LICENCES_OF_N8N.includes(license)))
		.filter(({ name, license }) => !(OLD_FIELD.includes(name) && license === 'none'));

	expect(others).toEqual([]);
});
