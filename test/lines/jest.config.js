const { dirname, join } = require('node:path');

const { engineProject } = require('../../jest.projects');

// Set by lines.ts: the folder into which a line of n8n-core is installed.
const core = dirname(require.resolve('n8n-core/package.json', { paths: [process.env.LINE_FOLDER ?? __dirname] }));

/** @type {import('jest').Config} */
module.exports = {
	rootDir: join(__dirname, '../..'),
	testTimeout: 30_000,
	projects: [
		{
			...engineProject('lines', '', core, 'engine/quiet.ts'),
			// Jest can't load a package that is an ES module, as some are that these lines use.
			transform: { '\\.[jt]s$': '<rootDir>/test/transform.js' },
			transformIgnorePatterns: ['/node_modules/(?!(is-network-error|p-retry)/)'],
		},
	],
};
