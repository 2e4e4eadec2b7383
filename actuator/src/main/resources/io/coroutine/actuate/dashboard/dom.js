// Builds what is shown. Whatever comes from the service becomes text, never HTML.

const SVG = 'http://www.w3.org/2000/svg';

/**
 * Make an element.
 * @param tag its name
 * @param attributes its attributes; one that is false or undefined is left out
 * @param children elements, and texts
 */
export function el(tag, attributes = {}, ...children) {
	return build(document.createElement(tag), attributes, children);
}

/** Make an element of a drawing. */
export function svg(tag, attributes = {}, ...children) {
	return build(document.createElementNS(SVG, tag), attributes, children);
}

function build(element, attributes, children) {
	for (const [name, value] of Object.entries(attributes)) {
		if (value !== false && value !== undefined) {
			element.setAttribute(name, value);
		}
	}
	element.append(...children.filter((each) => each !== null).map((each) => (each instanceof Node) ? each : String(each)));
	return element;
}

/** Change a text, if it is another one, so that nothing is read out twice. */
export function text(element, value) {
	if (element.textContent !== value) {
		element.textContent = value;
	}
}

/**
 * A bar that shows shares of a whole, to be read with the number beside it.
 * @param parts the shares, 0 to 1, with the classes of their colours
 */
export function bar(parts) {
	let x = 0;
	const rects = parts.map(([share, name]) => {
		const width = Math.min(Math.max(share, 0), 1 - x) * 100;
		const rect = svg('rect', { class: name, x: x * 100, width, y: 0, height: 8 });
		x += width / 100;
		return rect;
	});
	return svg('svg', { class: 'bar', viewBox: '0 0 100 8', preserveAspectRatio: 'none', 'aria-hidden': 'true' }, ...rects);
}

/** A table with a caption for those who do not see it. */
export function table(caption, headings, rows) {
	return el('table', {},
		el('caption', {}, caption),
		el('thead', {}, el('tr', {}, ...headings.map((each) => el('th', { scope: 'col' }, each)))),
		el('tbody', {}, ...rows.map(([first, ...rest]) => el('tr', {},
			el('th', { scope: 'row' }, first), ...rest.map((each) => el('td', {}, each))))));
}
