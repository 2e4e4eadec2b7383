// Asks the service once a second and shows the answers.

import { el, text } from './dom.js';
import * as format from './format.js';
import { History } from './model.js';
import { createPanels } from './panels.js';
import { judge } from './status.js';

const PERIOD_MILLIS = 1_000;

/** After a failure it takes longer from time to time, so as not to press a service that starts. */
const RETRY_MILLIS = [1_000, 2_000, 3_000, 5_000];

const TIMEOUT_MILLIS = 10_000;

const THEMES = ['system', 'light', 'dark'];

// Beside this script, wherever a proxy has put it
const DATA = new URL('data', import.meta.url);

const byId = (id) => document.getElementById(id);

const history = new History();

const showPanels = createPanels(byId('panels'));

let paused = false;

let failures = 0;

let timer = null;

let asking = false;

let notice = '';

class Refused extends Error {
}

async function ask() {
	const response = await fetch(DATA, {
		headers: { Accept: 'application/json' }, credentials: 'same-origin', cache: 'no-store',
		signal: AbortSignal.timeout(TIMEOUT_MILLIS)
	});
	const json = response.headers.get('Content-Type')?.includes('json');
	if (response.status === 401 || response.status === 403 || (response.ok && !json)) {
		throw new Refused();
	}
	if (!response.ok) {
		throw new Error(`The service answers ${response.status}`);
	}
	return response.json();
}

async function poll() {
	timer = null;
	asking = true;
	let delay = PERIOD_MILLIS;
	try {
		const data = await answer();
		if (data === null) {
			delay = RETRY_MILLIS[Math.min(failures, RETRY_MILLIS.length) - 1];
		}
		else if (!paused) {
			show(data);
		}
	}
	finally {
		asking = false;
		schedule(delay);
	}
}

/** Ask the service, and say so if there is no answer. */
async function answer() {
	try {
		const data = await ask();
		failures = 0;
		return data;
	}
	catch (failure) {
		failures++;
		if (!paused) {
			lose((failure instanceof Refused) ? 'Not allowed any more: reload the page to sign in' : 'Connection lost, retrying');
		}
		return null;
	}
}

/** Look again later, unless that is due already, or nobody looks at the page. */
function schedule(delay) {
	if (timer === null && !asking && !paused && !document.hidden) {
		timer = setTimeout(poll, delay);
	}
}

function show(data) {
	const kind = history.add(data, performance.now());
	if (kind === 'restarted') {
		notice = `The service was started anew at ${clock()}; its counts begin again.`;
	}
	else if (kind === 'several') {
		notice = 'Several instances of the service answer by turns: open the dashboard of one of them directly.';
	}
	text(byId('application'), data.origin.application);
	text(byId('connection'), 'live');
	byId('connection').dataset.state = 'live';
	const { level, headline, findings } = judge(history);
	showStatus(level, headline, (notice === '') ? findings : [...findings, notice]);
	document.title = `${(level === 'ok') ? '' : '● '}Coroutines${(data.origin.application === '') ? '' : ` · ${data.origin.application}`}`;
	text(byId('engine'), `${data.engine.name} engine (${data.engine.reason}); stack mode ${data.engine.stackMode}`);
	showPanels(history);
}

function clock() {
	return new Date().toLocaleTimeString();
}

function lose(message) {
	text(byId('connection'), 'lost');
	byId('connection').dataset.state = 'lost';
	showStatus('lost', message, (history.latest === null) ? []
		: [`The last numbers are from ${format.ago(performance.now() - history.latest.at)}.`]);
}

function showStatus(level, headline, findings) {
	byId('status').dataset.level = level;
	text(byId('headline'), headline);
	byId('findings').replaceChildren(...findings.map((each) => el('li', {}, each)));
}

byId('pause').addEventListener('click', () => {
	paused = !paused;
	byId('pause').setAttribute('aria-pressed', paused);
	if (paused) {
		clearTimeout(timer);
		timer = null;
		text(byId('connection'), 'paused');
		byId('connection').dataset.state = 'paused';
	}
	else {
		schedule(0);
	}
});

document.addEventListener('visibilitychange', () => {
	if (document.hidden) {
		clearTimeout(timer);
		timer = null;
	}
	else {
		schedule(0);
	}
});

const dumps = byId('elsewhere').dataset.dumps;

if (dumps !== '') {
	byId('elsewhere').hidden = false;
	byId('elsewhere').append('See also ', el('a', { href: `${dumps}/dump` }, 'what each coroutine does'),
		' and ', el('a', { href: dumps }, 'the numbers since the start'), '.');
}

// A browser may forbid to remember anything
function remembered() {
	try {
		return localStorage.getItem('coroutine-dashboard-theme');
	}
	catch {
		return null;
	}
}

function setTheme(theme) {
	document.documentElement.dataset.theme = theme;
	text(byId('theme'), `Theme: ${theme}`);
	try {
		localStorage.setItem('coroutine-dashboard-theme', theme);
	}
	catch {
		// Then it lasts until the page is left
	}
}

setTheme(THEMES.includes(remembered()) ? remembered() : THEMES[0]);

byId('theme').addEventListener('click', () => {
	const current = THEMES.indexOf(document.documentElement.dataset.theme);
	setTheme(THEMES[(current + 1) % THEMES.length]);
});

schedule(0);
