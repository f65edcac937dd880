import { Rejection } from './errors';

/** A JSON object whose values are not checked yet. */
export type Fields = Record<string, unknown>;

/**
 * @returns the value as a JSON object; anything else is rejected with the name in the message
 */
export function objectOf(value: unknown, name: string): Fields {
	if (typeof value !== 'object' || value === null || Array.isArray(value)) {
		throw new Rejection(400, `${name} must be a JSON object`);
	}
	return value as Fields;
}

/**
 * @returns the value as text that is not empty; anything else is rejected
 */
export function textOf(value: unknown, name: string): string {
	if (typeof value !== 'string' || value === '') {
		throw new Rejection(400, `${name} is required and must be a string`);
	}
	return value;
}

/**
 * Reads an id or a count; numeric strings count as numbers, as in the vendor page's example.
 *
 * @returns a whole number
 */
export function integerOf(value: unknown, name: string): number {
	const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
	if (typeof number !== 'number' || !Number.isSafeInteger(number)) {
		throw new Rejection(400, `${name} is required and must be an integer`);
	}
	return number;
}

/**
 * @returns whether a field is there with a value
 */
export function isGiven(value: unknown): boolean {
	return value !== undefined && value !== null;
}
