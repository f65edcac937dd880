const { engineProjects, project } = require('./jest.projects');

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
		...engineProjects('engine', 'engine/quiet.ts'),
	],
};
