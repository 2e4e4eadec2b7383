package io.coroutine.spring.web;

import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * The way to SLF4J, which not every application has.
 */
final class Mdc {

	private Mdc() {
	}

	static @Nullable String get(String key) {
		return MDC.get(key);
	}

	static void put(String key, String value) {
		MDC.put(key, value);
	}

	static void restore(String key, @Nullable String previous) {
		if (previous != null) {
			MDC.put(key, previous);
		}
		else {
			MDC.remove(key);
		}
	}

}
