import { fieldIssues } from '../../nodes/LiveVoxSms/shared/errorMessages';
import {
	InvalidValue,
	parseId,
	parseNumber,
	parseSwitch,
	parseWholeNumber,
} from '../../nodes/LiveVoxSms/shared/validation';

test.each<[unknown, number | undefined]>([
	[1, 1],
	[10, 10],
	['2.5', 2.5],
	[' 3 ', 3],
	[0.9, undefined],
	[10.1, undefined],
	['', undefined],
	[' ', undefined],
	['three', undefined],
	[undefined, undefined],
	[NaN, undefined],
	[[3], undefined],
])('%j as a number from 1 to 10', (value, number) => {
	const parse = () => parseNumber(value, 1, 10);
	if (number === undefined) expect(parse).toThrow(new InvalidValue(fieldIssues.outOfRange(1, 10)));
	else expect(parse()).toBe(number);
});

test.each<[unknown, number | undefined]>([
	[2, 2],
	['20', 20],
	[' 20 ', 20],
	[1, undefined],
	[2.5, undefined],
	['2e1', undefined],
	['2x', undefined],
	['x2', undefined],
	['', undefined],
	[null, undefined],
	[{}, undefined],
])('%j as a whole number of at least 2', (value, number) => {
	const parse = () => parseWholeNumber(value, 2, 'must be whole');
	if (number === undefined) expect(parse).toThrow(new InvalidValue('must be whole'));
	else expect(parse()).toBe(number);
});

test.each<[unknown, boolean | undefined]>([
	[true, true],
	[false, false],
	[' True ', true],
	['FALSE', false],
	[1, undefined],
	['yes', undefined],
	['', undefined],
	[null, undefined],
])('%j as a switch', (value, isOn) => {
	const parse = () => parseSwitch(value);
	if (isOn === undefined) expect(parse).toThrow('must be on or off');
	else expect(parse()).toBe(isOn);
});

test.each<[unknown, number | string]>([
	[100915, 100915],
	[' 100915 ', 100915],
	['1'.repeat(15), 111_111_111_111_111],
	['1'.repeat(16), 'must be a numeric ID. Choose one.'],
	['0', 'must be a numeric ID. Choose one.'],
	['10x', 'must be a numeric ID. Choose one.'],
	['x10', 'must be a numeric ID. Choose one.'],
	[{}, 'must be a numeric ID. Choose one.'],
	['', 'is empty. Choose one.'],
	[null, 'is empty. Choose one.'],
])('%j as an ID', (value, expected) => {
	const parse = () => parseId(value, 'Choose one.');
	if (typeof expected === 'string') expect(parse).toThrow(new InvalidValue(expected));
	else expect(parse()).toBe(expected);
});
