import { SOURCE_FILE_PATTERNS, analyzePackage, buildScanConfig } from '@n8n/scan-community-package/scanner/scanner.mjs';
import { ESLint } from 'eslint';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve, sep } from 'node:path';

const root = resolve(import.meta.dirname, '..');

/**
 * What the scanner says about a folder: its verdict, and each finding of its own rules. The rules are
 * run once more here because the scanner tells neither what it looked at nor what is only a warning.
 */
async function scan(folder, filePatterns) {
	const eslint = new ESLint({
		cwd: folder,
		allowInlineConfig: false,
		overrideConfigFile: true,
		overrideConfig: await buildScanConfig(),
		errorOnUnmatchedPattern: false,
	});
	const results = await eslint.lintFiles(filePatterns);
	const inFolder = (file) => relative(folder, file).split(sep).join('/');
	return {
		verdict: await analyzePackage(folder, filePatterns),
		files: results.map(({ filePath }) => inFolder(filePath)),
		findings: results.flatMap(({ filePath, messages }) =>
			messages.map(
				({ line, column, severity, message, ruleId }) =>
					`${inFolder(filePath)}:${line}:${column}  ${severity === 2 ? 'error' : 'warning'}  ${message}  ${ruleId}`,
			),
		),
	};
}

/** Prints one scan and returns whether there is nothing to object to. */
function report(title, { verdict, files, findings }, expected) {
	const missed = expected.filter((folder) => !files.some((file) => file.startsWith(folder)));
	console.log(`\n${title}: looked at ${files.length} files`);
	for (const file of files) console.log(`  ${file}`);
	for (const finding of findings) console.log(`  ${finding}`);
	for (const folder of missed) console.log(`  nothing of ${folder} was looked at`);
	const clean = verdict.passed && findings.length === 0 && missed.length === 0;
	console.log(clean ? '  passed' : `  not passed${verdict.message ? `: ${verdict.message}` : ''}`);
	return clean;
}

/** Packs and unpacks the package as npm would publish it. */
function unpackTarball(folder) {
	const packed = execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], {
		cwd: root,
		encoding: 'utf8',
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	const [{ filename, files, size }] = JSON.parse(packed);
	execFileSync('tar', ['-xzf', filename], { cwd: folder });
	console.log(`\nTarball ${filename}, ${size} bytes, ${files.length} files`);
	for (const { path } of files) console.log(`  ${path}`);
	return join(folder, 'package');
}

const sourcesAreClean = report('Sources', await scan(root, SOURCE_FILE_PATTERNS), [
	'credentials/',
	'nodes/',
	'package.json',
]);

let tarballIsClean = false;
if (existsSync(join(root, 'dist'))) {
	const folder = mkdtempSync(join(tmpdir(), 'livevox-scan-'));
	try {
		// The patterns that the scanner takes for what is published.
		const result = await scan(unpackTarball(folder), ['**/*.js', 'package.json']);
		tarballIsClean = report('Tarball', result, ['dist/credentials/', 'dist/nodes/', 'package.json']);
	} finally {
		rmSync(folder, { recursive: true });
	}
} else {
	console.log('\nTarball: there is no dist; run npm run build first');
}

process.exitCode = sourcesAreClean && tarballIsClean ? 0 : 1;
