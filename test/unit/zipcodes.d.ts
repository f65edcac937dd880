declare module 'zipcodes' {
	export function lookupByName(city: string, state: string): Array<{ zip: string; country: string }>;
}
