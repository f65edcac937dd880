import { wordsForNothing } from '../../nodes/LiveVoxSms/message/broken';

test.each([
	['one from an expression', 'Hello undefined', '=Hello {{ $json.name }}', ['undefined']],
	['each of them once', 'null NaN null', '={{ $json.a }} {{ $json.b }} {{ $json.c }}', ['null', 'NaN']],
	['one that the user entered', 'It is null', '=It is null{{ $json.a }}', []],
	['one more than the user entered', 'null is null', '=null is {{ $json.a }}', ['null']],
	['one inside an expression that the user entered', 'undefined', '={{ undefined }}', ['undefined']],
	['a text without an expression', 'undefined', 'undefined', []],
	['a parameter that is no text', 'undefined', 7, []],
	['English', 'null and void', '={{ $json.text }}', []],
	['part of a word', 'nullable NaNo undefined_', '={{ $json.text }}', []],
	['an expression that is not closed', 'null', '=a {{ null', ['null']],
])('%s', (_, text, parameter, words) => {
	expect(wordsForNothing(text, parameter)).toEqual(words);
});
