/** @type {import('jest').Config} */
module.exports = {
	displayName: 'e2e',
	rootDir: __dirname,
	testMatch: ['<rootDir>/**/*.test.ts'],
	transform: {
		'\\.ts$': '<rootDir>/../transform.js',
	},
	testEnvironment: '<rootDir>/environment.js',
	globalSetup: '<rootDir>/prepare.ts',
	// Most of the time they wait for an n8n to start.
	maxWorkers: 2,
	// An n8n has to be started, and sometimes installed.
	testTimeout: 900_000,
};
