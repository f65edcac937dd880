import fc from 'fast-check';
import { DateTime } from 'luxon';

import { toLocalIso } from '../../nodes/LiveVoxSms/message/localTime';
import {
	closedZone,
	nextOpening,
	parseSendingHours,
	westernmost,
	type SendingHours,
} from '../../nodes/LiveVoxSms/message/sendingHours';
import { fieldIssues } from '../../nodes/LiveVoxSms/shared/errorMessages';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

type Entered = Partial<Record<'from' | 'to' | 'timeZone', unknown>>;

const hoursOf = (areaCode: string, entered: Entered = {}) =>
	parseSendingHours({ hours: entered }, `${areaCode}5550123`);

describe('the hours that a user enters', () => {
	const startOf = (from: unknown) => hoursOf('212', { from, to: '23:59' }).start / MINUTE;

	test.each<[unknown, number]>([
		['8:00', 480],
		['08:00', 480],
		['8:00:00', 480],
		['8 AM', 480],
		['8am', 480],
		['8 a.m.', 480],
		['8:30 A.M.', 510],
		['8:30 PM', 1_230],
		['12 AM', 0],
		['12:30 am', 30],
		['12 PM', 720],
		['12:00', 720],
		['0:00', 0],
		['24:00', 0],
		['21:00', 1_260],
		['  9:15\u00a0PM ', 1_275],
		['\u200e8:00\u202c', 480],
		['８：００', 480],
	])('may start at %j', (from, minutes) => {
		expect(startOf(from)).toBe(minutes);
	});

	test.each<[unknown, string]>([
		['8', fieldIssues.timeInvalid('Start Time')],
		[8, fieldIssues.timeInvalid('Start Time')],
		['800', fieldIssues.timeInvalid('Start Time')],
		['25:00', fieldIssues.timeInvalid('Start Time')],
		['24:30', fieldIssues.timeInvalid('Start Time')],
		['8:60', fieldIssues.timeInvalid('Start Time')],
		['13 PM', fieldIssues.timeInvalid('Start Time')],
		['0 AM', fieldIssues.timeInvalid('Start Time')],
		['8:00 to 9:00', fieldIssues.timeInvalid('Start Time')],
		['morning', fieldIssues.timeInvalid('Start Time')],
		[0.333333, fieldIssues.timeInvalid('Start Time')],
		[true, fieldIssues.timeInvalid('Start Time')],
		[{ hour: 8 }, fieldIssues.timeInvalid('Start Time')],
		['', fieldIssues.timeEmpty('Start Time')],
		[null, fieldIssues.timeEmpty('Start Time')],
		['23:59', fieldIssues.hoursSame],
		['11:59 PM', fieldIssues.hoursSame],
	])('may not start at %j', (from, issue) => {
		expect(() => startOf(from)).toThrow(issue);
	});

	test('are from 8 AM to 9 PM if n8n has stored no more than their presence', () => {
		expect(hoursOf('212')).toEqual({
			start: 8 * 60 * MINUTE,
			end: 21 * 60 * MINUTE,
			zones: ['America/New_York'],
			isByAreaCode: true,
		});
	});

	test.each([undefined, {}, '', 'x', { hours: null }])('have to be there: %j', (value) => {
		expect(() => parseSendingHours(value, '2125550123')).toThrow(fieldIssues.hoursEmpty);
	});

	test.each(['America/Chicago', ' america/chicago ', 'US/Central', 'Pacific/Honolulu', 'Asia/Kolkata'])(
		'may have the time zone %j',
		(timeZone) => {
			const { zones, isByAreaCode } = hoursOf('212', { timeZone });
			expect(zones).toEqual([timeZone.trim()]);
			expect(isByAreaCode).toBe(false);
		},
	);

	test.each(['EST', 'Eastern', 'Central Time', 'UTC-5', '-05:00', 'America/Nowhere', 'New York', 5, {}, 'a/b'])(
		'may not have the time zone %j',
		(timeZone) => {
			expect(() => hoursOf('212', { timeZone })).toThrow(fieldIssues.timeZoneInvalid);
		},
	);

	test.each(['', null, undefined, ' '])('go by the area code with the time zone %j', (timeZone) => {
		expect(hoursOf('312', { timeZone }).zones).toEqual(['America/Chicago']);
	});
});

const NIGHT = { from: '20:00', to: '08:00' };

/** Expected: when it may be sent, in the recipient's time. */
test.each<[string, string, string, Entered, string]>([
	['New York, a second before', '212', '2026-11-25T12:59:59Z', {}, '2026-11-25T08:00:00-05:00'],
	['New York, at 8', '212', '2026-11-25T13:00:00Z', {}, 'open'],
	['New York, a second before 9 PM', '212', '2026-11-26T01:59:59Z', {}, 'open'],
	['New York, at 9 PM', '212', '2026-11-26T02:00:00Z', {}, '2026-11-26T08:00:00-05:00'],
	['New York in summer, at 8', '212', '2026-07-01T12:00:00Z', {}, 'open'],
	['New York in summer, a minute before', '212', '2026-07-01T11:59:00Z', {}, '2026-07-01T08:00:00-04:00'],
	['Chicago', '312', '2026-11-25T13:59:00Z', {}, '2026-11-25T08:00:00-06:00'],
	['Denver', '303', '2026-11-25T15:00:00Z', {}, 'open'],
	['Denver in summer', '303', '2026-07-01T14:00:00Z', {}, 'open'],
	['Phoenix in summer, an hour later', '602', '2026-07-01T14:59:00Z', {}, '2026-07-01T08:00:00-07:00'],
	['Phoenix in summer, at 8', '602', '2026-07-01T15:00:00Z', {}, 'open'],
	['San Francisco', '415', '2026-11-25T15:59:00Z', {}, '2026-11-25T08:00:00-08:00'],
	['Alaska has the Aleutians', '907', '2026-11-25T17:00:00Z', {}, '2026-11-25T08:00:00-10:00'],
	['Alaska, at 8 there', '907', '2026-11-25T18:00:00Z', {}, 'open'],
	['Alaska, at 9 PM in Anchorage', '907', '2026-11-26T06:00:00Z', {}, '2026-11-26T08:00:00-10:00'],
	['Hawaii, a minute before', '808', '2026-11-25T17:59:00Z', {}, '2026-11-25T08:00:00-10:00'],
	['Hawaii, at 8', '808', '2026-11-25T18:00:00Z', {}, 'open'],
	['Puerto Rico', '787', '2026-11-25T11:59:00Z', {}, '2026-11-25T08:00:00-04:00'],
	['Puerto Rico in summer', '939', '2026-07-01T12:00:00Z', {}, 'open'],
	['Virgin Islands', '340', '2026-07-01T12:00:00Z', {}, 'open'],
	['Guam', '671', '2026-11-24T21:59:00Z', {}, '2026-11-25T08:00:00+10:00'],
	['Samoa', '684', '2026-11-25T19:00:00Z', {}, 'open'],
	['Navajo Nation in summer, in the morning', '928', '2026-07-01T14:30:00Z', {}, '2026-07-01T08:00:00-07:00'],
	['Navajo Nation in summer, in the evening', '928', '2026-07-02T03:30:00Z', {}, '2026-07-02T08:00:00-07:00'],
	['Navajo Nation in winter', '928', '2026-11-25T15:00:00Z', {}, 'open'],
	['Navajo Nation, New Mexico', '505', '2026-11-25T15:00:00Z', {}, 'open'],
	['Indianapolis', '317', '2026-11-25T13:00:00Z', {}, 'open'],
	['Indiana, northwest', '219', '2026-11-25T13:30:00Z', {}, '2026-11-25T08:00:00-06:00'],
	['Indiana, north', '574', '2026-11-25T14:00:00Z', {}, 'open'],
	['Indiana, south, in the evening', '812', '2026-11-26T02:30:00Z', {}, '2026-11-26T08:00:00-06:00'],
	['Indiana, south, the overlay', '930', '2026-11-25T13:30:00Z', {}, '2026-11-25T08:00:00-06:00'],
	['Florida, west', '850', '2026-11-25T13:30:00Z', {}, '2026-11-25T08:00:00-06:00'],
	['Florida, west, the overlay', '448', '2026-11-25T13:30:00Z', {}, '2026-11-25T08:00:00-06:00'],
	['Idaho', '208', '2026-11-25T15:30:00Z', {}, '2026-11-25T08:00:00-08:00'],
	['Idaho, the overlay', '986', '2026-11-25T15:30:00Z', {}, '2026-11-25T08:00:00-08:00'],
	['Oregon, east', '541', '2026-11-26T04:30:00Z', {}, '2026-11-26T08:00:00-08:00'],
	['Oregon, the overlay', '458', '2026-11-25T15:30:00Z', {}, '2026-11-25T08:00:00-08:00'],
	['South Dakota', '605', '2026-11-25T14:30:00Z', {}, '2026-11-25T08:00:00-07:00'],
	['North Dakota', '701', '2026-11-25T14:30:00Z', {}, '2026-11-25T08:00:00-07:00'],
	['Nebraska, west', '308', '2026-11-25T14:30:00Z', {}, '2026-11-25T08:00:00-07:00'],
	['Kansas, west', '785', '2026-11-25T14:30:00Z', {}, '2026-11-25T08:00:00-07:00'],
	['Kansas, south', '620', '2026-11-25T14:30:00Z', {}, '2026-11-25T08:00:00-07:00'],
	['Upper Michigan', '906', '2026-11-25T13:30:00Z', {}, '2026-11-25T08:00:00-06:00'],
	['Tennessee, east', '423', '2026-11-25T13:30:00Z', {}, '2026-11-25T08:00:00-06:00'],
	['Kentucky, west', '270', '2026-11-25T13:30:00Z', {}, '2026-11-25T08:00:00-06:00'],
	['Kentucky, the overlay', '364', '2026-11-25T13:30:00Z', {}, '2026-11-25T08:00:00-06:00'],
	['Alabama, east', '334', '2026-11-26T02:30:00Z', {}, '2026-11-26T08:00:00-06:00'],
	['Nevada', '775', '2026-11-25T15:30:00Z', {}, '2026-11-25T08:00:00-08:00'],
	['El Paso', '915', '2026-11-25T14:30:00Z', {}, '2026-11-25T08:00:00-07:00'],
	['Toronto', '416', '2026-11-25T13:00:00Z', {}, 'open'],
	['Halifax', '902', '2026-11-25T12:00:00Z', {}, 'open'],
	['Newfoundland and Labrador', '709', '2026-11-25T11:30:00Z', {}, '2026-11-25T08:00:00-04:00'],
	['Saskatchewan', '306', '2026-11-25T14:30:00Z', {}, '2026-11-25T08:00:00-07:00'],
	['toll-free, in the morning', '800', '2026-11-25T17:30:00Z', {}, '2026-11-25T08:00:00-10:00'],
	['toll-free, at 8 in Hawaii', '833', '2026-11-25T18:00:00Z', {}, 'open'],
	['toll-free, before 9 PM in New York', '888', '2026-11-26T01:59:00Z', {}, 'open'],
	['toll-free, at 9 PM in New York', '800', '2026-11-26T02:00:00Z', {}, '2026-11-26T08:00:00-10:00'],
	['personal', '500', '2026-11-25T17:30:00Z', {}, '2026-11-25T08:00:00-10:00'],
	['a code that nobody has', '232', '2026-11-25T17:30:00Z', {}, '2026-11-25T08:00:00-10:00'],
	['toll-free, hours that never meet', '800', '2026-11-25T17:30:00Z', { to: '9:00' }, 'never'],
	['a split code, hours that never meet', '850', '2026-11-25T17:30:00Z', { to: '9:00' }, 'never'],
	['a split code, hours that meet', '850', '2026-11-25T15:00:00Z', { to: '9:01' }, '2026-11-26T08:00:00-06:00'],
	["the user's own zone", '212', '2026-11-25T13:30:00Z', { timeZone: 'America/Chicago' }, '2026-11-25T08:00:00-06:00'],
	[
		'a zone with half an hour',
		'212',
		'2026-11-25T02:29:00Z',
		{ timeZone: 'Asia/Kolkata' },
		'2026-11-25T08:00:00+05:30',
	],
	['clocks go forward, from before to after', '212', '2026-03-08T06:00:00Z', {}, '2026-03-08T08:00:00-04:00'],
	['the same day, a second before', '212', '2026-03-08T11:59:59Z', {}, '2026-03-08T08:00:00-04:00'],
	['the same day, at 8', '212', '2026-03-08T12:00:00Z', {}, 'open'],
	[
		'a start that no clock shows',
		'212',
		'2026-03-08T06:59:00Z',
		{ from: '2:30', to: '5:00' },
		'2026-03-08T03:00:00-04:00',
	],
	[
		'hours that no clock shows',
		'212',
		'2026-03-08T06:30:00Z',
		{ from: '2:00', to: '3:00' },
		'2026-03-09T02:00:00-04:00',
	],
	[
		'an end that no clock shows',
		'212',
		'2026-03-08T07:00:00Z',
		{ from: '1:30', to: '2:30' },
		'2026-03-09T01:30:00-04:00',
	],
	['clocks go back, the first time', '212', '2026-11-01T05:30:00Z', { from: '1:30', to: '4:00' }, 'open'],
	[
		'clocks go back, 1 AM again',
		'212',
		'2026-11-01T06:00:00Z',
		{ from: '1:30', to: '4:00' },
		'2026-11-01T01:30:00-05:00',
	],
	['clocks go back, the evening before', '212', '2026-11-01T01:00:00Z', {}, '2026-11-01T08:00:00-05:00'],
	['clocks go back, in the morning', '212', '2026-11-01T12:30:00Z', {}, '2026-11-01T08:00:00-05:00'],
	['clocks go back, but not in Phoenix', '602', '2026-11-01T14:59:00Z', {}, '2026-11-01T08:00:00-07:00'],
	['over midnight, at the start', '212', '2026-11-25T01:00:00Z', NIGHT, 'open'],
	['over midnight, at midnight', '212', '2026-11-25T05:00:00Z', NIGHT, 'open'],
	['over midnight, a minute before the end', '212', '2026-11-25T12:59:00Z', NIGHT, 'open'],
	['over midnight, at the end', '212', '2026-11-25T13:00:00Z', NIGHT, '2026-11-25T20:00:00-05:00'],
	['over midnight, a split code', '219', '2026-11-25T01:30:00Z', NIGHT, '2026-11-24T20:00:00-06:00'],
	[
		'over midnight, clocks go forward',
		'212',
		'2026-03-08T07:00:00Z',
		{ from: '22:00', to: '2:30' },
		'2026-03-08T22:00:00-04:00',
	],
	['until midnight', '212', '2026-11-25T05:00:00Z', { to: '24:00' }, '2026-11-25T08:00:00-05:00'],
	['until a minute to midnight', '212', '2026-11-25T04:59:00Z', { to: '12 AM' }, 'open'],
	['12 AM to 12 PM, at midnight', '212', '2026-11-25T05:00:00Z', { from: '12 AM', to: '12 PM' }, 'open'],
	[
		'12 AM to 12 PM, at noon',
		'212',
		'2026-11-25T17:00:00Z',
		{ from: '12 AM', to: '12 PM' },
		'2026-11-26T00:00:00-05:00',
	],
])('%s', (_, areaCode, now, entered, expected) => {
	const hours = hoursOf(areaCode, entered);
	const at = Date.parse(now);
	const opening = nextOpening(hours, at);
	if (expected === 'open') {
		expect(opening).toBe(at);
	} else if (expected === 'never') {
		expect(opening).toBeUndefined();
	} else {
		expect(toLocalIso(westernmost(hours, opening!), opening!)).toBe(expected);
	}
});

describe('against luxon', () => {
	const zones = fc.uniqueArray(
		fc.constantFrom(
			'America/New_York',
			'America/Phoenix',
			'America/Denver',
			'America/Adak',
			'America/St_Johns',
			'Pacific/Honolulu',
			'Europe/London',
			'Asia/Kolkata',
			'Australia/Lord_Howe',
		),
		{ minLength: 1, maxLength: 3 },
	);
	const minute = fc.integer({ min: 0, max: 1_439 });
	const anyHours = fc
		.record({ start: minute, end: minute, zones, isByAreaCode: fc.constant(true) })
		.filter(({ start, end }) => start !== end)
		.map((hours): SendingHours => ({ ...hours, start: hours.start * MINUTE, end: hours.end * MINUTE }));
	/** Half of them in a night in which clocks change somewhere. */
	const at = fc.oneof(
		fc.integer({ min: Date.UTC(2024, 0), max: Date.UTC(2030, 0) }),
		fc
			.tuple(
				fc.constantFrom('2026-03-08', '2026-11-01', '2026-03-29', '2026-10-25', '2026-04-04', '2026-10-03'),
				fc.integer({ min: 0, max: 2 * DAY }),
			)
			.map(([day, ms]) => Date.parse(day) - DAY / 2 + ms),
	);

	const isOpen = ({ start, end, zones: all }: SendingHours, moment: number): boolean =>
		all.every((zone) => {
			const { hour, minute: minutes, second, millisecond } = DateTime.fromMillis(moment, { zone });
			const time = ((hour * 60 + minutes) * 60 + second) * 1_000 + millisecond;
			return start < end ? time >= start && time < end : time >= start || time < end;
		});

	test('says when a message may be sent, and nothing before that', () => {
		fc.assert(
			fc.property(
				anyHours,
				at,
				fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 8 }),
				(hours, now, shares) => {
					expect(closedZone(hours, now) === undefined).toBe(isOpen(hours, now));
					const opening = nextOpening(hours, now);
					const last = opening ?? now + 8 * DAY;
					if (opening !== undefined) expect(isOpen(hours, opening)).toBe(true);
					if (opening === now) return;
					for (const share of [...shares, 0])
						expect(isOpen(hours, Math.floor(now + share * (last - 1 - now)))).toBe(false);
					expect(isOpen(hours, last - 1)).toBe(false);
				},
			),
			{ numRuns: 500 },
		);
	});

	test('writes local time', () => {
		fc.assert(
			fc.property(zones, at, ([zone], now) => {
				const iso = DateTime.fromMillis(now, { zone: zone! }).startOf('second').toISO({ suppressMilliseconds: true });
				expect(toLocalIso(zone!, now)).toBe(iso?.replace('Z', '+00:00'));
			}),
		);
	});
});
