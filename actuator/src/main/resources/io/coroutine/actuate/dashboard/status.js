// Says in one line whether all is well, and if not, what is wrong and because of whom.

import * as format from './format.js';

/** What has happened within so many milliseconds is still of interest. */
const RECENT_MILLIS = 60_000;

const SHEDDING_MILLIS = 10_000;

/** A stall that is shorter than this, and was taken over, has hardly been felt. */
const BRIEF_MILLIS = 100;

/** Whom to blame: the request, or else the coroutine. */
export function culprit(stall) {
	return stall.request ?? stall.name ?? 'a virtual thread of the application';
}

/** Whether a loop waits for the coroutine of a stall now. */
export function blocks(stall) {
	return !stall.over && stall.outcome !== 'handed-over';
}

/**
 * Judge what the service says.
 * @returns {{level: 'ok'|'warn'|'bad', headline: string, findings: string[]}} the verdict
 */
export function judge(history) {
	const found = [...stalls(history.data), ...gates(history), ...stacks(history)];
	found.sort((one, other) => rank(other) - rank(one));
	const [worst, ...rest] = found;
	if (worst === undefined || worst.level === 'ok') {
		return { level: 'ok', headline: fine(history.data), findings: [summary(history), ...found.map(sentence)] };
	}
	return {
		level: worst.level,
		headline: worst.headline,
		findings: [worst.detail, ...rest.map(sentence)]
	};
}

function rank({ level }) {
	return ['ok', 'warn', 'bad'].indexOf(level);
}

function sentence({ headline, detail }) {
	return `${headline}: ${detail}`;
}

function fine(data) {
	return ['All is well', 'The event loop is fine'][data.loops.length] ?? 'All event loops are fine';
}

function summary({ data, latest }) {
	const live = latest.running + latest.runnable + latest.waiting + latest.own;
	const latency = (latest.p99 !== undefined) ? `, 99 % of the switches within ${format.nanos(latest.p99)}` : '';
	return `${format.plural(live, 'coroutine')} live${latency}` + ((data.loops.length === 0) ? '; the portable engine has no event loops' : '');
}

function stalls(data) {
	const found = [];
	for (const stall of data.stalls.filter((each) => !each.over)) {
		const whom = `event loop ${stall.loop} is stalled by ${culprit(stall)}`;
		if (blocks(stall)) {
			found.push({
				level: 'bad',
				headline: whom.replace('event', 'Event'),
				detail: `for ${format.millis(stall.millis)}` + ((stall.outcome === 'refused') ? '; no spare carrier is left, so the others on the loop wait' : '')
			});
		}
		else {
			found.push({
				level: 'warn',
				headline: `${culprit(stall)} occupies a carrier`,
				detail: `for ${format.millis(stall.millis)}; a spare carrier has taken event loop ${stall.loop} over`
			});
		}
	}
	const now = Date.parse(data.origin.time);
	const recent = data.stalls.filter((each) => each.over && now - (Date.parse(each.since) + each.millis) < RECENT_MILLIS);
	if (recent.length > 0) {
		const refused = recent.some((each) => each.outcome === 'refused');
		const brief = !refused && recent.every((each) => each.millis < BRIEF_MILLIS);
		found.push({
			level: (brief) ? 'ok' : 'warn',
			headline: `${format.plural(recent.length, (brief) ? 'brief stall' : 'stall')} in the last minute`,
			detail: `the latest of event loop ${recent[0].loop} by ${culprit(recent[0])}, ${format.millis(recent[0].millis)}` + ((refused) ? '; for some there was no spare carrier' : '')
		});
	}
	return found;
}

function gates(history) {
	const recent = history.since(SHEDDING_MILLIS);
	const found = [];
	for (const gate of history.data.gates) {
		const rates = recent.map((each) => each.gates.find((some) => some.name === gate.name)?.shed ?? 0);
		const shed = Math.max(0, ...rates);
		if (shed > 0) {
			found.push({
				level: 'bad',
				headline: `Shedding at gate ${gate.name}`,
				detail: `up to ${format.rate(shed)} turned away, ${format.count(gate.queued)} wait, ${gate.inUse} of ${gate.limit} are in`
			});
		}
	}
	return found;
}

function stacks(history) {
	const { stacks: use } = history.data;
	const rejected = Math.max(0, ...history.since(SHEDDING_MILLIS).map((each) => each.stacksRejected ?? 0));
	if (rejected > 0) {
		return [{ level: 'bad', headline: 'Private stacks are exhausted', detail: `${format.rate(rejected)} get none` }];
	}
	if (use.queued > 0) {
		return [{ level: 'warn', headline: 'All private stacks are in use', detail: `${format.count(use.queued)} wait for one` }];
	}
	return [];
}
