/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import axios from 'axios';
import { once } from 'node:events';
import { WebSocket } from 'ws';

/** A message with buttons, as n8n's Chat node sends it. */
interface Question {
	text: string;
	buttons: Array<{ text: string; link: string }>;
}

/** n8n takes no answer from what looks like a bot. */
const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';

/**
 * Reads the editor's chat over an execution until that has ended.
 *
 * @param url of n8n
 * @param answer the button to select wherever there are buttons
 * @returns all that a person reads in it
 */
export async function readChat(
	url: string,
	conversation: Record<'sessionId' | 'executionId' | 'token', string>,
	answer: string,
): Promise<string[]> {
	const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/chat?${new URLSearchParams(conversation)}`);
	const texts: string[] = [];
	socket.on('message', (data: Buffer) => {
		const text = data.toString();
		if (text === 'n8n|heartbeat') socket.send('n8n|heartbeat-ack');
		else if (text.startsWith('{"type":"with-buttons"')) {
			const question = JSON.parse(text) as Question;
			texts.push(question.text);
			const { link } = question.buttons.find((button) => button.text === answer)!;
			void axios.get(link, { headers: { 'User-Agent': BROWSER } });
		} else if (!text.startsWith('n8n|')) texts.push(text);
	});
	await once(socket, 'close');
	return texts;
}
