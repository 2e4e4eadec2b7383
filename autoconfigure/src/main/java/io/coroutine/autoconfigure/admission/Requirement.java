package io.coroutine.autoconfigure.admission;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Stops the start over a property whose value is of no use, with a report that names it.
 * For the packages of this module.
 */
public final class Requirement {

	private static final String ZERO_OR_MORE = "It must be zero or more.";

	private Requirement() {
	}

	static void require(boolean valid, String property, @Nullable Object value, String reason) {
		if (!valid) {
			throw new InvalidConfigurationPropertyValueException(property, value, reason);
		}
	}

	/**
	 * Require a number of one or more.
	 * @param property the name of the property
	 * @param value its value
	 */
	public static void requireOneOrMore(String property, int value) {
		require(value >= 1, property, value, "It must be one or more.");
	}

	/**
	 * Require bounds of a wait that may be left open.
	 * @param prefix what the names of the properties begin with
	 * @param queueLimit how many may wait
	 * @param maxWait how long
	 */
	public static void requireWait(String prefix, @Nullable Integer queueLimit, @Nullable Duration maxWait) {
		require(queueLimit == null || queueLimit >= 0, prefix + ".queue-limit", queueLimit, ZERO_OR_MORE);
		require(maxWait == null || !maxWait.isNegative(), prefix + ".max-wait", maxWait, ZERO_OR_MORE);
	}

}
