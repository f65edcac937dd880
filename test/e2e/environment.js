const { TestEnvironment } = require('jest-environment-node');

// A worker of a jest that was killed would go on to the end of its file. What it has started ends with it.
process.once('disconnect', () => process.exit(1));

module.exports = TestEnvironment;
