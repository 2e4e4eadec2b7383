// Turns the counts since the start, as the service tells them, into what happened between
// two looks, and keeps that for some minutes.

/** As long as the charts look back. */
export const SPAN_MILLIS = 5 * 60 * 1000;

/** The points of the charts, oldest first, and the last answer of the service. */
export class History {

	#points = [];

	#last = null;

	#known = new Set();

	/**
	 * Add an answer of the service.
	 * @returns {'first'|'next'|'same'|'restarted'|'several'} what it was: one of a service
	 * that was started anew, or that several services answer by turns
	 */
	add(data, now) {
		const last = this.#last;
		if (last !== null && last.origin.instance === data.origin.instance && last.origin.nanos === data.origin.nanos) {
			return 'same';
		}
		let kind = 'next';
		if (last === null || last.origin.instance !== data.origin.instance) {
			kind = (last === null) ? 'first' : ((this.#known.has(data.origin.instance)) ? 'several' : 'restarted');
			this.#known.add(data.origin.instance);
			this.#points.push(point(data, null, now));
		}
		else {
			this.#points.push(point(data, last, now));
		}
		this.#last = data;
		while (this.#points[0].at < now - SPAN_MILLIS) {
			this.#points.shift();
		}
		return kind;
	}

	get points() {
		return this.#points;
	}

	get data() {
		return this.#last;
	}

	get latest() {
		return this.#points.at(-1) ?? null;
	}

	/** The points of the last so many milliseconds. */
	since(millis) {
		const from = (this.latest?.at ?? 0) - millis;
		return this.#points.filter((each) => each.at > from);
	}

}

function point(data, last, now) {
	const seconds = (last !== null) ? (data.origin.nanos - last.origin.nanos) / 1e9 : 0;
	const per = (after, before) => (seconds > 0) ? Math.max(after - before, 0) / seconds : null;
	const { shared, private: own } = data.coroutines;
	const started = (each) => each.coroutines.shared.started + each.coroutines.private.started;
	const failed = (each) => each.coroutines.shared.failed + each.coroutines.private.failed;
	const switches = (each) => each.loops.reduce((sum, loop) => sum + loop.switches, 0);
	const before = (list, key, value) => last?.[list].find((each) => each[key] === value);
	return {
		at: now,
		running: shared.running,
		runnable: shared.runnable,
		waiting: shared.waiting,
		own: own.running + own.runnable + own.waiting,
		started: (last) ? per(started(data), started(last)) : null,
		failed: (last) ? per(failed(data), failed(last)) : null,
		switches: (last) ? per(switches(data), switches(last)) : null,
		...percentiles(data.switchLatency, last?.switchLatency),
		loops: data.loops.map((loop) => loopPoint(loop, before('loops', 'index', loop.index), per)),
		gates: data.gates.map((gate) => gatePoint(gate, before('gates', 'name', gate.name), per)),
		stacksRejected: (last) ? per(data.stacks.rejected, last.stacks.rejected) : null
	};
}

function loopPoint(loop, before, per) {
	if (!before) {
		return { index: loop.index };
	}
	const running = loop.times.running - before.times.running;
	const polling = loop.times.polling - before.times.polling;
	const all = running + polling + loop.times.sleeping - before.times.sleeping;
	return {
		index: loop.index,
		switches: per(loop.switches, before.switches),
		running: (all > 0) ? running / all : 0,
		polling: (all > 0) ? polling / all : 0
	};
}

function gatePoint(gate, before, per) {
	return {
		name: gate.name,
		shed: (before) ? per(gate.rejected, before.rejected) : null,
		admitted: (before) ? per(gate.admitted, before.admitted) : null
	};
}

/**
 * Find percentiles of what was measured between two looks.
 * @param after counts by upper bound in nanoseconds, in order: [[bound, count], …]
 * @param before the same of the look before, or undefined
 */
export function percentiles(after, before) {
	if (before === undefined) {
		return {};
	}
	const earlier = new Map(before);
	const fresh = after.map(([bound, count]) => [bound, count - (earlier.get(bound) ?? 0)]).filter(([, count]) => count > 0);
	const total = fresh.reduce((sum, [, count]) => sum + count, 0);
	if (total === 0) {
		return {};
	}
	const at = (share) => {
		let seen = 0;
		return fresh.find(([, count]) => (seen += count) >= share * total)?.[0] ?? fresh.at(-1)[0];
	};
	return { p50: at(0.5), p95: at(0.95), p99: at(0.99), max: fresh.at(-1)[0] };
}
