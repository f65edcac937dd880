const { dirname } = require('node:path');

/** @param {string} name */
const project = (name) => ({
	displayName: name,
	rootDir: __dirname,
	testMatch: [`<rootDir>/test/${name}/**/*.test.ts`],
	transform: {
		'\\.ts$': ['ts-jest', { tsconfig: 'tsconfig.test.json', diagnostics: false }],
	},
	testEnvironment: 'node',
});

/**
 * The engine tests run once for each n8n line. Within a project every package, the built node included,
 * sees that line's own n8n-workflow: with two copies `instanceof` on n8n's errors would lie.
 *
 * @param {string} line
 * @param {string} corePackage
 */
function engineProject(line, corePackage) {
	const core = dirname(require.resolve(`${corePackage}/package.json`));
	const own = (/** @type {string} */ name) => require.resolve(name, { paths: [core] });
	return {
		...project('engine'),
		displayName: `engine ${line}`,
		setupFiles: ['<rootDir>/test/engine/quiet.ts'],
		moduleNameMapper: {
			'^n8n-core$': require.resolve(corePackage),
			'^n8n-core/(.*)$': `${core}/$1`,
			'^n8n-workflow$': own('n8n-workflow'),
			'^@n8n/di$': own('@n8n/di'),
		},
	};
}

/** @type {import('jest').Config} */
module.exports = {
	// Jest would leave one of two cores idle. Tests that mostly wait run side by side in their file.
	maxWorkers: '100%',
	maxConcurrency: 12,
	// A test is long over by then, unless the machine has much else to do.
	testTimeout: 20_000,
	projects: [
		project('unit'),
		project('contract'),
		project('package'),
		engineProject('2.8', 'n8n-core-2.8'),
		engineProject('2.41', 'n8n-core'),
	],
};
