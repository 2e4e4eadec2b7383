package io.coroutine.actuate;

import java.util.Locale;

/**
 * How constants appear in JSON and in tags.
 */
final class Names {

	private Names() {
	}

	/**
	 * In lower case with dashes, as in properties.
	 */
	static String of(Enum<?> constant) {
		return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
