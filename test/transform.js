const { transformSync, version } = require('esbuild');
const { createHash } = require('node:crypto');
const OPTIONS = {
	loader: 'ts',
	format: 'cjs',
	target: 'node20',
	sourcemap: 'inline',
	sourcesContent: false,
	tsconfigRaw: { compilerOptions: { experimentalDecorators: true, target: 'es2022' } },
};
module.exports = {
	process: (text, file) => ({ code: transformSync(text, { ...OPTIONS, sourcefile: file }).code }),
	getCacheKey: (text, file) =>
		createHash('sha1')
			.update(version)
			.update(JSON.stringify(OPTIONS))
			.update(file)
			.update(text)
			.digest('hex'),
};
