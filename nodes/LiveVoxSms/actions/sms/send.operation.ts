import { sleep, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';

import { Delivery } from '../../delivery/deliver';
import type { Held } from '../../delivery/types';
import { nextOpening } from '../../message/sendingHours';
import { progress } from '../../shared/errorMessages';
import { sendSms } from '../../transport/endpoints';
import { LiveVoxSession } from '../../transport/session';
import { addExpiryHint, failsAsItem } from '../items';
import { addPreflightHints, addSummaryHint } from './hints';
import { dryRunOutput, resultOutput, throwFirstFailure } from './output';
import { readSettings, type Settings } from './settings';
import { withStores } from './stores';
import { invalidOutput, isValid, throwUnlessAllValid, validateItems, type ValidItem } from './validateItems';

export { description } from './send.description';

export const option = {
	name: 'Send',
	value: 'send',
	action: 'Send SMS',
	description: 'Send a text message for each input item',
};

/** SMS: Send, one message for each input item, from `POST /sms/`. */
export async function execute(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const settings = readSettings(context);
	const session = await LiveVoxSession.open(context, settings.timeout * 1000, settings.maxRateLimitWait * 1000);
	const validated = await validateItems(context, session);
	if (!failsAsItem(context)) throwUnlessAllValid(context, validated.items);
	addPreflightHints(context, validated, session.loginAs === 'agent', settings.doNotSendTo);

	const valid = validated.items.filter(isValid);
	const toSend = valid.filter(({ isDryRun }) => !isDryRun);
	const report = await deliverAll(context, session, toSend, settings);
	addSummaryHint(context, report, validated.items.length - valid.length);
	addExpiryHint(context, session.passwordExpiresAt, Date.now());
	if (!failsAsItem(context)) throwFirstFailure(context, toSend, report.results);

	const results = new Map(toSend.map(({ item }, index) => [item, report.results[index]!]));
	return validated.items.map((each) => {
		if (!isValid(each)) return invalidOutput(each);
		if (!each.isDryRun) return resultOutput(each, results.get(each.item)!);
		if (isExcluded(each, settings)) return resultOutput(each, { outcome: 'skipped', state: 'excluded' });
		const held = checkHours(each);
		return held ? resultOutput(each, held) : dryRunOutput(each, validated.directory!);
	});
}

const isExcluded = ({ request }: ValidItem, { doNotSendTo }: Settings): boolean =>
	doNotSendTo?.numbers.has(request.to) === true;

/** Reads the clock when it is asked: a message may have waited for hours. */
function checkHours({ hours }: ValidItem): Held | undefined {
	const heldAt = Date.now();
	const sendAfter = hours && nextOpening(hours, heldAt);
	return sendAfter === undefined || sendAfter === heldAt ? undefined : { outcome: 'held', heldAt, sendAfter };
}

async function deliverAll(context: IExecuteFunctions, session: LiveVoxSession, items: ValidItem[], settings: Settings) {
	const maxRateLimitWait = settings.maxRateLimitWait * 1000 - session.waited;
	const { account } = session;
	const limits = { ...settings, account, maxRateLimitWait, stopAtFailure: !failsAsItem(context) };
	const signal = context.getExecutionCancelSignal();
	// Not the computer's clock, which may be set back or forward during a wait.
	const now = () => performance.now();
	const runtime = { now, random: Math.random, sleep, isStopped: () => signal?.aborted === true };
	const onEnd = showProgress(context, items.length, now);
	return await withStores(context, items.length, async (memory, keysOf) => {
		const attemptOf = (each: ValidItem) => async () => await session.request(sendSms(each.request));
		const messages = items.map((each) => ({
			...keysOf(each),
			isExcluded: isExcluded(each, settings),
			checkHours: () => checkHours(each),
			attempt: attemptOf(each),
		}));
		const report = await new Delivery(messages, memory, limits, runtime, onEnd).run();
		return { ...report, waited: report.waited + session.waited };
	});
}

const PROGRESS_INTERVAL_MS = 10_000;

/** Tells every ten seconds how far it is, in n8n's log and a browser's console: n8n lets a node speak nowhere else. */
export function showProgress(context: IExecuteFunctions, total: number, now: () => number): () => void {
	let done = 0;
	let lastAt = now();
	return () => {
		done++;
		if (now() - lastAt < PROGRESS_INTERVAL_MS) return;
		lastAt = now();
		context.logger.info(progress(done, total));
		context.sendMessageToUI(progress(done, total));
	};
}
