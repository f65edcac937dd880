const { createHash } = require('node:crypto');
const { transformSync, version } = require('esbuild');

/** @type {import('esbuild').TransformOptions} */
const OPTIONS = { loader: 'ts', format: 'cjs', target: 'node20', sourcemap: 'inline' };
const KEY = `${version} ${JSON.stringify(OPTIONS)}`;

/** Only takes the types out: `npm run lint` checks them. */
module.exports = {
	process: (text, file) => ({ code: transformSync(text, { ...OPTIONS, sourcefile: file }).code }),
	getCacheKey: (text, file) => createHash('sha1').update(`${KEY}\0${file}\0${text}`).digest('hex'),
};
