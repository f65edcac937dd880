import { outcomeOf, type Outcome } from '../../delivery/outcome';
import type { Template } from '../../message/content';
import { isId, listTemplates, textIn } from '../../transport/calls';
import type { LiveVoxSession } from '../../transport/session';

/** LiveVox's templates by id. */
export type Templates = Map<string, Template>;

/** Reads all templates; LiveVox has no call for a single one. */
export async function readTemplates(session: LiveVoxSession): Promise<Outcome<Templates>> {
	const rows = outcomeOf(await session.lookUp(listTemplates));
	if (rows.outcome !== 'accepted') return rows;
	const templates = rows.value.map(({ id, message, smsCode }) => [
		textIn(id),
		{
			text: typeof message === 'string' ? message : undefined,
			code: isId(smsCode) ? String(smsCode) : undefined,
		},
	]);
	return { outcome: 'accepted', value: new Map(templates as Array<[string, Template]>) };
}
