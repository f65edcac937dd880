/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/**
 * Writes `key.pem` and `cert.pem` of a server of this machine: signed by itself, so trusted by nobody who is not
 * told to. Needs the `openssl` command.
 *
 * @param hosts names that the certificate is for, beside 127.0.0.1
 */
export async function makeCertificate(folder: string, hosts: string[]): Promise<void> {
	const names = ['IP:127.0.0.1', ...hosts.map((host) => `DNS:${host}`)].join();
	const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-noenc'];
	const files = ['-keyout', 'key.pem', '-out', 'cert.pem'];
	const about = ['-days', '2', '-subj', '/CN=test', '-addext', `subjectAltName=${names}`];
	await promisify(execFile)('openssl', ['req', ...kind, ...files, ...about], { cwd: folder });
}
