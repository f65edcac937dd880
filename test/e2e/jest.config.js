/** @type {import('jest').Config} */
module.exports = {
	displayName: 'e2e',
	rootDir: __dirname,
	testMatch: ['<rootDir>/**/*.test.ts'],
	transform: {
		'\\.ts$': ['ts-jest', { tsconfig: '<rootDir>/../../tsconfig.test.json', diagnostics: false }],
	},
	testEnvironment: 'node',
	// An n8n has to be started, and sometimes installed.
	testTimeout: 900_000,
};
