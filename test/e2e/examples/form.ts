/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import axios from 'axios';
import { setTimeout as sleep } from 'node:timers/promises';

const LOOK_EVERY_MS = 100;

/** What the person sees and gets who has sent in a form. */
export interface FormEnding {
	executionId: string;
	/** The page at the end, in HTML. */
	page: string;
	/** The file that it downloads. */
	file: { name: string; content: Buffer };
}

/** Uploads a file to a form, as the page of the form does, and waits for the page at its end. */
export async function submitFile(formUrl: string, name: string, content: string): Promise<FormEnding> {
	const form = new FormData();
	form.append('field-0', new Blob([content], { type: 'text/csv' }), name);
	const { data } = await axios.post<{ formWaitingUrl: string }>(formUrl, form);
	return await endingOf(data.formWaitingUrl);
}

/** Waits for the last page of a form, as the browser does: it asks until there is one. */
export async function endingOf(waitingUrl: string): Promise<FormEnding> {
	await untilWaiting(waitingUrl);
	const { data: page } = await axios.get<string>(waitingUrl);
	await axios.post(waitingUrl);
	const executionId = new URL(waitingUrl).pathname.split('/').at(-1) ?? '';
	return { executionId, page, file: fileIn(page) };
}

async function untilWaiting(waitingUrl: string): Promise<void> {
	const statusUrl = new URL(waitingUrl);
	statusUrl.pathname += '/n8n-execution-status';
	for (;;) {
		const { data: status } = await axios.get<string>(statusUrl.href);
		if (status === 'form-waiting') return;
		if (status === 'error') throw new Error('The workflow of the form has failed');
		await sleep(LOOK_EVERY_MS);
	}
}

interface EmbeddedFile {
	data: { data: number[] };
	fileName: string;
}

/** The page holds the file in a script that hands it to the browser; from n8n 2.41 on, a list of files. */
function fileIn(page: string): FormEnding['file'] {
	const [, encoded = ''] = /decodeURIComponent\("([^"]+)"\)/.exec(page) ?? [];
	const embedded = JSON.parse(decodeURIComponent(encoded)) as EmbeddedFile | EmbeddedFile[];
	const [file] = [embedded].flat();
	if (!file) throw new Error('The page gives no file');
	return { name: file.fileName, content: Buffer.from(file.data.data) };
}
