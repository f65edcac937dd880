/** The area codes of the numbering plan; those that end in 11 mark services, 37x, 96x, 555, and a 9 in the middle are kept free. */
const AREA_CODES = Array.from({ length: 800 }, (_, i) => 200 + i).filter(
	(code) => code % 100 !== 11 && Math.floor(code / 10) % 10 !== 9 && !/^(37|96|555)/.test(String(code)),
);

/** That many different recipients: in each area the hundred numbers that are set aside for fiction. */
export const recipients = (count: number): Array<{ to: string }> =>
	Array.from({ length: count }, (_, i) => ({
		to: `${AREA_CODES[Math.floor(i / 100)]}55501${String(i % 100).padStart(2, '0')}`,
	}));
