const { engineProjects } = require('../../jest.projects');

/** @type {import('jest').Config} */
module.exports = {
	maxWorkers: '100%',
	projects: engineProjects('faults', 'faults/debug-log.ts'),
};
