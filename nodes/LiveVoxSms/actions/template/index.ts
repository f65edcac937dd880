import type { Resource } from '../operation';
import { list } from './list.operation';

export const template: Resource = {
	option: { name: 'Template', value: 'template' },
	operations: [list],
};
