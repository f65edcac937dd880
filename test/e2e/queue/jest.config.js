/** @type {import('jest').Config} */
module.exports = {
	...require('../jest.config.js'),
	displayName: 'queue',
	rootDir: __dirname,
	transform: {
		'\\.ts$': [
			'ts-jest',
			{ tsconfig: '<rootDir>/../../../tsconfig.test.json', diagnostics: false },
		],
	},
};
