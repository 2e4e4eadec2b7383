// A chart over time: lines, or areas on top of each other. It can be looked at with the
// pointer, with the arrow keys, and as a table.

import { el, svg, table, text } from './dom.js';
import * as format from './format.js';
const MINUTE_MILLIS = 60_000;

const HEIGHT = 150;

const TOP = 8;

const BOTTOM = 20;

const LEFT = 52;

const RIGHT = 6;

/** Where more time than this is missing, the line is broken. */
const GAP_MILLIS = 6_000;

/** The table has a row for every so many milliseconds. */
const TABLE_STEP_MILLIS = 10_000;

export class Chart {

	#options;

	#values = new Map();

	#svg;

	#plot;

	#when;

	#table;

	#points = [];

	#shown = [];

	#cursor = null;

	/**
	 * Create a chart.
	 * @param options title; series: [{ key, label, color }]; format of a value; stacked for
	 * areas; log for a logarithmic scale
	 */
	constructor(options) {
		this.#options = options;
		this.#svg = svg('svg', { role: 'img', class: 'chart' });
		this.#plot = el('div', { class: 'plot', tabindex: '0', role: 'group', 'aria-label': `${options.title}: the arrow keys look back` }, this.#svg);
		this.#when = el('li', { class: 'when', hidden: '' });
		this.#table = el('details', { class: 'numbers' }, el('summary', {}, 'Numbers'));
		const legend = el('ul', { class: 'legend' });
		for (const series of options.series) {
			const value = el('b', {}, '–');
			this.#values.set(series.key, value);
			legend.append(el('li', {}, el('span', { class: `swatch ${series.color}`, 'aria-hidden': 'true' }), series.label, ' ', value));
		}
		legend.append(this.#when);
		this.element = el('div', { class: 'drawing' }, legend, this.#plot, this.#table);
		this.#listen();
	}

	#listen() {
		this.#table.addEventListener('toggle', () => this.#drawTable());
		this.#plot.addEventListener('pointermove', (event) => this.#look(event.offsetX));
		this.#plot.addEventListener('pointerleave', () => this.#lookAt(null));
		this.#plot.addEventListener('blur', () => this.#lookAt(null));
		this.#plot.addEventListener('keydown', (event) => this.#key(event));
		new ResizeObserver(() => this.#draw()).observe(this.#plot);
	}

	#key(event) {
		const last = this.#shown.length - 1;
		const current = this.#cursor ?? last;
		const next = { ArrowLeft: current - 1, ArrowRight: current + 1, Home: 0, End: last, Escape: null }[event.key];
		if (next !== undefined) {
			event.preventDefault();
			this.#lookAt((next === null) ? null : Math.min(Math.max(next, 0), last));
		}
	}

	#look(x) {
		let nearest = null;
		for (let i = 0; i < this.#shown.length; i++) {
			if (nearest === null || Math.abs(this.#shown[i].x - x) < Math.abs(this.#shown[nearest].x - x)) {
				nearest = i;
			}
		}
		this.#lookAt(nearest);
	}

	#lookAt(index) {
		this.#cursor = index;
		this.#draw();
	}

	/** Show points, the latest last. */
	show(points) {
		if (this.#cursor !== null) {
			// Stay with the point, not with its place
			const point = this.#points[this.#cursor];
			this.#cursor = Math.max(points.indexOf(point), 0);
		}
		this.#points = points;
		this.#draw();
		if (this.#table.open) {
			this.#drawTable();
		}
	}

	#draw() {
		const width = this.#plot.clientWidth;
		const latest = this.#points.at(-1);
		if (width === 0 || latest === undefined) {
			return;
		}
		const scale = this.#scale();
		// A page that was just opened has little to show, and shows that large
		const minutes = [1, 2, 3].find((each) => each * MINUTE_MILLIS >= latest.at - this.#points[0].at) ?? 5;
		const x = (at) => LEFT + (width - LEFT - RIGHT) * (1 - (latest.at - at) / (minutes * MINUTE_MILLIS));
		this.#shown = this.#points.map((point) => ({ point, x: x(point.at) }));
		this.#svg.setAttribute('viewBox', `0 0 ${width} ${HEIGHT}`);
		this.#svg.setAttribute('width', width);
		this.#svg.setAttribute('height', HEIGHT);
		this.#svg.replaceChildren(...this.#axes(width, scale, x, latest.at, minutes), ...this.#paths(scale), ...this.#cursorLine());
		const seen = this.#points[this.#cursor ?? this.#points.length - 1];
		for (const { key } of this.#options.series) {
			text(this.#values.get(key), this.#options.format(seen[key]));
		}
		this.#when.hidden = this.#cursor === null;
		text(this.#when, format.ago(latest.at - seen.at));
		this.#svg.setAttribute('aria-label', `${this.#options.title}: ${this.#options.series.map(({ key, label }) => `${label} ${this.#options.format(latest[key])}`).join(', ')}`);
	}

	#scale() {
		const height = HEIGHT - TOP - BOTTOM;
		const { series, stacked, log } = this.#options;
		const values = this.#points.flatMap((point) => (stacked) ? [series.reduce((sum, { key }) => sum + point[key], 0)]
			: series.map(({ key }) => point[key]).filter((each) => each !== undefined && each !== null));
		const most = Math.max(...values, (log) ? 1000 : 1);
		if (log) {
			const low = Math.floor(Math.log10(Math.max(Math.min(...values, most), 1)));
			const high = Math.max(Math.ceil(Math.log10(most)), low + 1);
			const ticks = Array.from({ length: high - low + 1 }, (_, i) => 10 ** (low + i));
			return { ticks: (ticks.length > 5) ? ticks.filter((_, i) => (high - low - i) % 2 === 0) : ticks, y: (value) => TOP + height * (1 - (Math.log10(Math.max(value, 1)) - low) / (high - low)) };
		}
		const step = niceStep(most / 3);
		const top = Math.ceil(most / step) * step;
		return { ticks: Array.from({ length: Math.round(top / step) + 1 }, (_, i) => i * step), y: (value) => TOP + height * (1 - value / top) };
	}

	#axes(width, scale, x, now, span) {
		const parts = [];
		for (const tick of scale.ticks) {
			const y = scale.y(tick);
			parts.push(svg('line', { class: 'grid', x1: LEFT, x2: width - RIGHT, y1: y, y2: y }));
			parts.push(svg('text', { class: 'tick', x: LEFT - 8, y: y + 4, 'text-anchor': 'end' }, this.#options.format(tick)));
		}
		const step = (span === 1) ? 0.25 : ((width < 380) ? Math.ceil(span / 3) : 1);
		for (let minutes = 0; minutes <= span; minutes += step) {
			parts.push(svg('text', { class: 'tick', x: x(now - minutes * MINUTE_MILLIS), y: HEIGHT - 4, 'text-anchor': (minutes === 0) ? 'end' : 'middle' }, past(minutes)));
		}
		return parts;
	}

	#paths(scale) {
		const { series, stacked } = this.#options;
		const base = new Map();
		const paths = [];
		// In a stack, what is zero would only cover the one below
		const visible = (stacked) ? series.filter(({ key }) => this.#points.some((point) => point[key] > 0)) : series;
		for (const { key, color } of visible) {
			for (const run of this.#runs(key)) {
				const tops = run.map(({ point, x }) => [x, scale.y((base.get(point) ?? 0) + point[key])]);
				if (stacked) {
					const feet = run.map(({ point, x }) => [x, scale.y(base.get(point) ?? 0)]).reverse();
					paths.push(svg('path', { class: `area ${color}`, d: `${line(tops)}L${line(feet).slice(1)}Z` }));
				}
				paths.push(svg('path', { class: `line ${color}`, d: line((tops.length === 1) ? [tops[0], [tops[0][0] + 1, tops[0][1]]] : tops) }));
			}
			if (stacked) {
				this.#points.forEach((point) => base.set(point, (base.get(point) ?? 0) + point[key]));
			}
		}
		return paths;
	}

	/** The points that have a value, in pieces without gaps. */
	#runs(key) {
		const runs = [];
		let before = null;
		for (const shown of this.#shown) {
			const value = shown.point[key];
			if (value === undefined || value === null) {
				continue;
			}
			if (before === null || shown.point.at - before.point.at > GAP_MILLIS) {
				runs.push([]);
			}
			runs.at(-1).push(shown);
			before = shown;
		}
		return runs;
	}

	#cursorLine() {
		if (this.#cursor === null) {
			return [];
		}
		const { x } = this.#shown[this.#cursor];
		return [svg('line', { class: 'cursor', x1: x, x2: x, y1: TOP, y2: HEIGHT - BOTTOM })];
	}

	#drawTable() {
		this.#table.querySelector('table')?.remove();
		if (!this.#table.open || this.#points.length === 0) {
			return;
		}
		const now = this.#points.at(-1).at;
		const rows = [];
		let next = now;
		for (const point of this.#points.toReversed()) {
			if (point.at <= next) {
				rows.push([format.ago(now - point.at), ...this.#options.series.map(({ key }) => this.#options.format(point[key]))]);
				next = point.at - TABLE_STEP_MILLIS;
			}
		}
		this.#table.append(table(this.#options.title, ['When', ...this.#options.series.map(({ label }) => label)], rows));
	}

}

function past(minutes) {
	if (minutes === 0) {
		return 'now';
	}
	return (minutes < 1) ? `−${minutes * 60} s` : `−${minutes} min`;
}

function line(points) {
	return `M${points.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join('L')}`;
}

/** The next greater of 1, 2, 5, 10, 20 and so on. */
function niceStep(value) {
	const power = 10 ** Math.floor(Math.log10(Math.max(value, 1)));
	return Math.max([1, 2, 5, 10].find((each) => each * power >= value) * power, 1);
}
