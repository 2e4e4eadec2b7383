// The parts of the page, each with one thing to look at.

import { Chart } from './chart.js';
import { bar, el, table, text } from './dom.js';
import * as format from './format.js';
import { blocks, culprit } from './status.js';

const KINDS = {
	socket: 'socket', lock: 'lock', condition: 'condition', queue: 'queue or limit', channel: 'channel', future: 'future',
	join: 'end of another', resume: 'its resume', transfer: 'transfer', sleep: 'time', other: 'other'
};

const SOCKETS = [
	['http-in', 'HTTP requests, read or written'], ['http-idle', 'HTTP connections, idle'], ['jdbc', 'databases'],
	['http-out', 'HTTP calls to others'], ['other', 'other']
];

function card(id, title, note, ...content) {
	const heading = el('h2', { id: `${id}-title` }, title);
	const head = el('div', { class: 'head' }, heading, (note !== null) ? el('p', { class: 'note' }, note) : null);
	return el('section', { class: 'card', id, 'aria-labelledby': `${id}-title` }, head, ...content);
}

/**
 * Make all parts.
 * @param root where they go
 * @returns a function that shows what a history has
 */
export function createPanels(root) {
	const charts = [coroutines(), latency(), throughput()];
	const columns = [[loops(), gates(), stacks()], [stalls(), sockets()], [waits()]];
	root.append(...charts.map((each) => each.element),
		...columns.map((column) => el('div', { class: 'column' }, ...column.map((each) => each.element))));
	const parts = [...charts, ...columns.flat()];
	return (history) => parts.forEach((each) => each.show(history));
}

function coroutines() {
	const chart = new Chart({
		title: 'Live coroutines', format: format.count, stacked: true,
		series: [
			{ key: 'waiting', label: 'waiting', color: 'c1' }, { key: 'runnable', label: 'runnable', color: 'c3' },
			{ key: 'running', label: 'running', color: 'c2' }, { key: 'own', label: 'on private stacks', color: 'c4' }
		]
	});
	return { element: card('coroutines', 'Coroutines', 'that live now, by state and stack mode', chart.element), show: ({ points }) => chart.show(points) };
}

function latency() {
	const chart = new Chart({
		title: 'Switch latency', format: format.nanos, log: true,
		series: [
			{ key: 'p50', label: 'p50', color: 'c2' }, { key: 'p95', label: 'p95', color: 'c1' },
			{ key: 'p99', label: 'p99', color: 'c4' }, { key: 'max', label: 'max', color: 'c5' }
		]
	});
	return { element: card('latency', 'Switch latency', 'from runnable to running, each second', chart.element), show: ({ points }) => chart.show(points) };
}

function throughput() {
	const chart = new Chart({
		title: 'Throughput', format: format.rate,
		series: [
			{ key: 'switches', label: 'switches', color: 'c1' }, { key: 'started', label: 'started', color: 'c2' },
			{ key: 'failed', label: 'failed', color: 'c5' }
		]
	});
	return { element: card('throughput', 'Throughput', 'switches, and coroutines started and failed', chart.element), show: ({ points }) => chart.show(points) };
}

/** A part whose content is made anew, but only if it is another one. */
function changing(id, title, note, describe, draw) {
	const content = el('div', {});
	let shown = null;
	return {
		element: card(id, title, note, content),
		show(history) {
			const described = describe(history);
			const key = JSON.stringify(described);
			if (key !== shown) {
				shown = key;
				content.replaceChildren(...draw(described));
			}
		}
	};
}

function empty(message) {
	return [el('p', { class: 'empty' }, message)];
}

function loops() {
	return changing('loops', 'Event loops', 'what each does with its time', ({ data, latest }) => data.loops.map((loop) => {
		const rates = latest.loops.find((each) => each.index === loop.index);
		return { ...loop, times: null, rates, blocked: loop.stalled || data.stalls.some((each) => each.loop === loop.index && blocks(each)) };
	}), (all) => (all.length === 0) ? empty('The portable engine has no event loops.') : [
		table('Event loops', ['Loop', 'Does', 'Busy', 'Queue', 'Switches', 'Stalls'], all.map(({ index, state, queued, stalls, blocked, rates }) => [
			String(index),
			el('span', { class: `state ${(blocked) ? 'stalled' : state}` }, (blocked) ? 'stalled' : state),
			el('span', { class: 'gauge' }, bar([[rates.running ?? 0, 'c2'], [rates.polling ?? 0, 'c3']]),
				format.percent((rates.running === undefined) ? null : rates.running + rates.polling)),
			format.count(queued), format.rate(rates.switches), format.count(stalls)
		])),
		el('ul', { class: 'legend' },
			el('li', {}, el('span', { class: 'swatch c2', 'aria-hidden': 'true' }), 'running coroutines'),
			el('li', {}, el('span', { class: 'swatch c3', 'aria-hidden': 'true' }), 'polling'))
	]);
}

function stalls() {
	const lasting = el('div', {});
	const past = el('div', {});
	const list = el('div', { class: 'stalls' }, lasting, past);
	const none = el('p', { class: 'empty' }, 'No coroutine has stalled an event loop.');
	const counts = el('p', { class: 'note' });
	const items = new Map();
	return {
		element: card('stalls', 'Stalls', 'who has occupied an event loop while others waited', none, list, counts),
		show({ data }) {
			none.hidden = data.stalls.length > 0;
			text(counts, `${format.plural(data.carriers.handOvers, 'hand-over')} to spare carriers, ${format.count(data.carriers.refused)} refused, ${format.count(data.carriers.spare)} of up to ${format.count(data.carriers.limit)} spare carriers are idle` + ((data.carriers.extra > 0) ? `, ${format.count(data.carriers.extra)} more are there for coroutines that wait without giving theirs back` : ''));
			const now = Date.parse(data.origin.time);
			const numbers = new Set(data.stalls.map((each) => `${data.origin.instance}/${each.number}`));
			for (const [number, item] of items) {
				if (!numbers.has(number)) {
					item.element.remove();
					items.delete(number);
				}
			}
			// The latest comes first, those that last before all others, and an item that is open stays so
			for (const stall of data.stalls.toReversed()) {
				const number = `${data.origin.instance}/${stall.number}`;
				const item = items.get(number) ?? stallItem(stall);
				const place = (stall.over) ? past : lasting;
				items.set(number, item);
				if (item.element.parentElement !== place) {
					place.prepend(item.element);
				}
				item.show(stall, now);
			}
		}
	};
}

function stallItem({ loop, coroutine, name }) {
	const who = el('b', {});
	const what = el('span', { class: 'what' });
	const when = el('span', { class: 'when' });
	const outcome = el('span', { class: 'state' });
	const frames = el('pre', { tabindex: '0', 'aria-label': 'Stack' });
	const details = el('p', { class: 'note' }, `Event loop ${loop}` + ((coroutine !== 0) ? `, coroutine #${coroutine} (${name})` : ''));
	const element = el('details', { class: 'stall' }, el('summary', {}, el('span', { class: 'first' }, who, outcome), what, when), details, frames);
	return {
		element,
		show(stall, now) {
			text(who, culprit(stall));
			text(what, top(stall.stack));
			text(when, `loop ${loop}, ${format.millis(stall.millis)}, ` + ((stall.over) ? format.ago(now - Date.parse(stall.since) - stall.millis) : 'still going on'));
			text(outcome, outcomeOf(stall));
			outcome.className = `state ${(blocks(stall)) ? 'stalled' : stall.outcome}`;
			text(frames, (stall.stack.length > 0) ? stall.stack.join('\n') : 'The stack was not looked at.');
		}
	};
}

function outcomeOf(stall) {
	return { 'handed-over': 'handed over', refused: 'no spare carrier', none: (stall.over) ? 'ended by itself' : 'stalled' }[stall.outcome];
}

/** The innermost call that is not of the JDK, or else the innermost of all. */
function top(stack) {
	const own = stack.find((frame) => !/^(?:[\w.]+\/)?(?:java|javax|jdk|sun)\./.test(frame.replace(/^java\.base\//, '')));
	return own ?? stack[0] ?? '';
}

function waits() {
	return changing('waits', 'Top waits', 'what coroutines wait for', ({ data }) => data.waits, ({ looked, waiting, groups }) => {
		if (groups.length === 0) {
			return empty('No coroutine waits.');
		}
		const shown = groups.reduce((sum, each) => sum + each.count, 0);
		const rows = groups.map(({ kind, text: what, count }) => [
			el('span', { class: 'wait' }, el('small', {}, KINDS[kind] ?? kind), what),
			el('span', { class: 'gauge' }, bar([[count / groups[0].count, 'c1']]), format.count(count))
		]);
		const rest = (waiting > shown) ? `, ${format.count(waiting - shown)} of them for other things` : '';
		return [
			table('Top waits', ['What', 'Coroutines'], rows),
			el('p', { class: 'note' }, `${format.count(waiting)} of ${format.count(looked)} that were looked at wait${rest}.`)
		];
	});
}

function gates() {
	return changing('gates', 'Admission gates', 'who is in, who waits, who is turned away', ({ data, latest }) => data.gates.map((gate) => ({
		...gate, ...latest.gates.find((each) => each.name === gate.name)
	})), (all) => (all.length === 0) ? empty('The application has no gates.') : [
		table('Admission gates', ['Gate', 'In', 'Queued', 'Admitted', 'Shed'], all.map((gate) => [
			el('span', { class: 'gate' }, gate.name),
			el('span', { class: 'gauge' }, bar([[(gate.limit > 0) ? gate.inUse / gate.limit : 1, (gate.inUse < gate.limit) ? 'c2' : 'c3']]),
				`${format.count(gate.inUse)} / ${format.count(gate.limit)}`),
			format.count(gate.queued), format.rate(gate.admitted),
			el('span', { class: (gate.shed > 0) ? 'state refused' : '' }, format.rate(gate.shed))
		]))
	]);
}

function stacks() {
	return changing('stacks', 'Private stacks', 'whole stacks of their own', ({ data }) => data.stacks, ({ limit, inUse, queued, rejected }) => [
		table('Private stacks', ['In use', 'Queued', 'Rejected'], [[
			el('span', { class: 'gauge' }, bar([[(limit > 0) ? inUse / limit : 0, (inUse < limit) ? 'c4' : 'c3']]), `${format.count(inUse)} / ${format.count(limit)}`),
			format.count(queued), format.count(rejected)
		]])
	]);
}

function sockets() {
	return changing('sockets', 'Sockets', 'that are waited for', ({ data }) => data.sockets, (counts) => {
		const most = Math.max(1, ...Object.values(counts));
		const rows = SOCKETS.filter(([kind]) => kind in counts).map(([kind, label]) => [
			label, el('span', { class: 'gauge' }, bar([[counts[kind] / most, 'c1']]), format.count(counts[kind]))
		]);
		return (rows.length === 0) ? empty('The portable engine does not count them.') : [table('Sockets', ['Used for', 'Waiting'], rows)];
	});
}
