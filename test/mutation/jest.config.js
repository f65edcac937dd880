const { dirname } = require('node:path');

const root = dirname(dirname(__dirname));

/**
 * The unit tests as Stryker runs them, once for every mutant.
 *
 * @type {import('jest').Config}
 */
module.exports = {
	rootDir: root,
	roots: ['<rootDir>/credentials', '<rootDir>/nodes', '<rootDir>/test/unit'],
	testMatch: ['<rootDir>/test/unit/**/*.test.ts'],
	// The tests of actions/, which is not mutated.
	testPathIgnorePatterns: ['/(lineage|list|message-keys|output|progress|stores)\\.test'],
	transform: {
		'\\.ts$': '<rootDir>/test/transform.js',
	},
	testEnvironment: 'node',
	testRunner: require.resolve('./jest-circus-until-failure.js'),
	testSequencer: require.resolve('./quickest-first.js'),
	setupFiles: ['<rootDir>/test/mutation/setup.ts'],
	// A mutant that waits for ever is dead, and no test that passes takes so long.
	testTimeout: 5_000,
};
