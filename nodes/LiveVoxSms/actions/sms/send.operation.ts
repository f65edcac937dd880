import { sleep, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';

import { deliver } from '../../delivery/deliver';
import type { Delivery } from '../../delivery/message';
import { sendSms } from '../../transport/calls';
import { LiveVoxSession } from '../../transport/session';
import { hintAtExpiry } from '../expiry';
import { failsAsItem } from '../items';
import type { Operation } from '../operation';
import { checkItems, isGood, type GoodItem } from './check';
import { hintAtDryRun, hintAtSummary } from './hints';
import { withMemory } from './memory';
import { hintAtOddities } from './oddities';
import { parameters } from './parameters';
import { showProgress } from './progress';
import { badItem, refuseUnlessAllGood } from './refusals';
import { dryRunItem, resultItem, throwFailure } from './results';
import { readSettings, type Settings } from './settings';

/** SMS: Send, one message for each input item, from `POST /sms/`. */
export const send: Operation = {
	option: {
		name: 'Send',
		value: 'send',
		action: 'Send SMS',
		description: 'Send a text message for each input item',
	},
	parameters,
	execute,
};

async function execute(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const settings = readSettings(context);
	const session = await LiveVoxSession.open(
		context,
		settings.timeout * 1000,
		settings.maxRateLimitWait * 1000,
	);
	const checks = await checkItems(context, session);
	if (!failsAsItem(context)) refuseUnlessAllGood(context, checks.items);
	hintAtOddities(context, session, checks, settings);

	const good = checks.items.filter(isGood);
	const toSend = good.filter(({ isDryRun }) => !isDryRun);
	const delivery = await deliverAll(context, session, toSend, settings);
	hintAtDryRun(context, good.length - toSend.length);
	hintAtSummary(context, session, delivery, checks.items.length - good.length);
	hintAtExpiry(context, session, Date.now());
	if (!failsAsItem(context)) throwFailure(context, toSend, delivery.results);

	const results = new Map(toSend.map(({ item }, index) => [item, delivery.results[index]!]));
	return checks.items.map((check) => {
		if (!isGood(check)) return badItem(check);
		if (check.isDryRun) return dryRunItem(check, checks.directory!);
		return resultItem(check, results.get(check.item)!);
	});
}

async function deliverAll(
	context: IExecuteFunctions,
	session: LiveVoxSession,
	good: GoodItem[],
	settings: Settings,
): Promise<Delivery> {
	const limits = {
		...settings,
		maxRateLimitWait: settings.maxRateLimitWait * 1000 - session.waited,
		stopAtFailure: !failsAsItem(context),
	};
	const signal = context.getExecutionCancelSignal();
	const surroundings = {
		now: Date.now,
		random: Math.random,
		sleep,
		isStopped: () => signal?.aborted === true,
	};
	const onEnd = showProgress(context, good.length, Date.now);
	return await withMemory(context, good.length, async (memory, keysOf) => {
		const messages = good.map((check) => ({
			...keysOf(check),
			attempt: async () => await session.request(sendSms(check.request)),
		}));
		return await deliver(messages, memory, limits, surroundings, onEnd);
	});
}
