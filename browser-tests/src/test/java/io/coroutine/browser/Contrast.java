package io.coroutine.browser;

/**
 * Finds text that is hard to read: its contrast to what is behind it is less than the 4.5
 * to 1 of level AA of the Web Content Accessibility Guidelines.
 */
final class Contrast {

	/** Returns a list of what was found. */
	static final String SCRIPT = """
			const channels = (color) => (color.match(/[\\d.]+/g) ?? []).map(Number);
			const light = (color) => {
				const [red, green, blue] = channels(color).map((each) => each / 255)
					.map((each) => (each <= 0.04045) ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4);
				return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
			};
			const opaque = (color) => color.startsWith('rgb(');
			const behind = (element) => {
				const color = getComputedStyle(element).backgroundColor;
				return (opaque(color) || element.parentElement === null) ? color : behind(element.parentElement);
			};
			const found = [];
			const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
			for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
				const element = node.parentElement;
				const shown = element.checkVisibility() && node.textContent.trim() !== '';
				if (shown && !['SCRIPT', 'NOSCRIPT'].includes(element.tagName)) {
					const style = getComputedStyle(element);
					const color = (element instanceof SVGElement) ? style.fill : style.color;
					const [low, high] = [light(color), light(behind(element))].sort((one, other) => one - other);
					if (!((high + 0.05) / (low + 0.05) >= 4.5)) {
						found.push(`${node.textContent}: ${color} on ${behind(element)}`);
					}
				}
			}
			return found;""";

	private Contrast() {
	}

}
