const { availableParallelism } = require('node:os');

const { engineProjects, project } = require('./jest.projects');

/** @type {import('jest').Config} */
module.exports = {
	// Three for two cores, where jest would take one, because some tests wait. More than 100% jest takes for a number.
	maxWorkers: Math.ceil(availableParallelism() * 1.5),
	testSequencer: '<rootDir>/test/engine-first.js',
	// Tests that mostly wait run side by side in their file.
	maxConcurrency: 12,
	// A test is long over by then, unless the machine has much else to do.
	testTimeout: 20_000,
	projects: [
		project('unit'),
		project('contract'),
		project('package'),
		...engineProjects('engine', 'engine/quiet.ts').map((engine) => ({
			...engine,
			// Each part runs a third of the files beside its folder: see engine/parts.ts. Of one file alone the tests run
			// with: npx jest --selectProjects 'engine 2.41' -t session.test
			testMatch: ['<rootDir>/test/engine/parts/*.test.ts'],
		})),
	],
};
