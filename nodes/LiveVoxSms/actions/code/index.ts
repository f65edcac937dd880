import type { Resource } from '../operation';
import { list } from './list.operation';

export const code: Resource = {
	option: { name: 'Code', value: 'code' },
	operations: [list],
};
