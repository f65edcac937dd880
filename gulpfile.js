const { execFile } = require('node:child_process');
const { rm } = require('node:fs/promises');
const { promisify } = require('node:util');
const { dest, series, src } = require('gulp');

// One glob a folder: from a glob that starts in the root, gulp would walk node_modules too.
const assets = ['credentials', 'icons', 'nodes'].flatMap((folder) => [
	`${folder}/**/*.{png,svg}`,
	`${folder}/**/*.node.json`,
	`${folder}/**/__schema__/**/*.json`,
]);

/** Removes the last build. */
function clean() {
	return rm('dist', { recursive: true, force: true });
}

/** Compiles the sources that tsconfig.json includes. */
async function compile() {
	try {
		await promisify(execFile)(process.execPath, [require.resolve('typescript/bin/tsc')]);
	} catch (failure) {
		// tsc writes its findings to stdout, which the failure's own message leaves out.
		throw new Error(failure.stdout || failure.message);
	}
}

/** Copies the icons, the codex and the output schemas beside the compiled files. */
function copyAssets() {
	// Read as text, a png would arrive damaged.
	return src(assets, { base: '.', encoding: false }).pipe(dest('dist'));
}

exports['build:icons'] = copyAssets;
exports.default = series(clean, compile, copyAssets);
