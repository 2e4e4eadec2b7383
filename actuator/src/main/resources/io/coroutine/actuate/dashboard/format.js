// How numbers are written: few digits, always with their unit.

const UNITS = [['s', 1e9], ['ms', 1e6], ['µs', 1e3], ['ns', 1]];

/** A number of something, such as 950, 12.3 k or 4.1 M. */
export function count(value) {
	if (value === undefined || value === null || Number.isNaN(value)) {
		return '–';
	}
	for (const [suffix, size] of [[' G', 1e9], [' M', 1e6], [' k', 1e4]]) {
		if (value >= size) {
			return digits(value / ((size === 1e4) ? 1e3 : size)) + suffix;
		}
	}
	return (Number.isInteger(value)) ? String(value) : digits(value);
}

/** How often something happens, such as 12.3 k/s. */
export function rate(value) {
	return (value === undefined || value === null) ? '–' : `${count(value)}/s`;
}

/** A short time in nanoseconds, such as 61 µs. */
export function nanos(value) {
	if (value === undefined || value === null) {
		return '–';
	}
	if (value === 0) {
		return '0 ns';
	}
	const [unit, size] = UNITS.find(([, each]) => value >= each) ?? UNITS.at(-1);
	return `${digits(value / size)} ${unit}`;
}

/** A time in milliseconds, such as 340 ms, 4.2 s or 3 min 10 s. */
export function millis(value) {
	if (value < 1000) {
		return `${Math.round(value)} ms`;
	}
	const seconds = value / 1000;
	if (seconds < 60) {
		return `${digits(seconds)} s`;
	}
	if (seconds < 3600) {
		return `${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s`;
	}
	if (seconds < 86400) {
		return `${Math.floor(seconds / 3600)} h ${Math.floor(seconds % 3600 / 60)} min`;
	}
	return `${Math.floor(seconds / 86400)} d ${Math.floor(seconds % 86400 / 3600)} h`;
}

/** How long ago something was, such as 12 s ago. */
export function ago(value) {
	return (value < 1500) ? 'now' : `${millis(Math.round(value / 1000) * 1000)} ago`;
}

/** A share, such as 42 %. */
export function percent(value) {
	if (value === undefined || value === null) {
		return '–';
	}
	return `${(value > 0 && value < 0.01) ? '< 1' : Math.round(value * 100)} %`;
}

/** One thing or many, such as 1 loop or 2 loops. */
export function plural(value, word) {
	return `${count(value)} ${word}${(value === 1) ? '' : 's'}`;
}

function digits(value) {
	return (value >= 100) ? String(Math.round(value)) : String(Number(value.toPrecision((value < 1) ? 2 : 3)));
}
