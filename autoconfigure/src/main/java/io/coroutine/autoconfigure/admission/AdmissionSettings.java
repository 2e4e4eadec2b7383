package io.coroutine.autoconfigure.admission;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.web.util.pattern.PathPatternParser;
import org.springframework.web.util.pattern.PatternParseException;

/**
 * What a gate for requests is made of, checked.
 *
 * @param mode how its limit is found
 * @param limit the limit; the highest in the adaptive mode
 * @param queueLimit how many may wait
 * @param maxWait how long
 * @param async how long asynchronous requests count
 * @param noticesGoneClients whether a request whose client has gone waits no longer
 */
record AdmissionSettings(AdmissionMode mode, int limit, int queueLimit, Duration maxWait, AsyncAdmission async,
		boolean noticesGoneClients) {

	private static final String PREFIX = "coroutine.admission";

	/** The limit is that of the adaptive mode; in the fixed mode there is none. */
	private static final AdmissionSettings DEFAULTS = new AdmissionSettings(AdmissionMode.ADAPTIVE, 1000, 1000,
			Duration.ofSeconds(2), AsyncAdmission.HOLD, true);

	/**
	 * Return the settings for all requests that belong to no class.
	 * @param properties the properties
	 * @param threads the number of threads that Tomcat is configured to have, or
	 * {@code null} if nobody has said so
	 * @return the settings, or {@code null} if these requests are not bounded
	 */
	static @Nullable AdmissionSettings of(RequestAdmissionProperties properties, @Nullable Integer threads) {
		Integer limit = properties.getMaxConcurrent();
		if (limit == null && threads != null) {
			// As before: Tomcat's queue is long, threads are free while others work, and
			// nobody looks whether the client of one that waits is still there
			return of(PREFIX, properties, new AdmissionSettings(properties.getMode(), threads, 10_000,
					Duration.ofMinutes(1), AsyncAdmission.RELEASE, false));
		}
		if (limit == null && properties.getMode() == AdmissionMode.FIXED) {
			return null;
		}
		return of(PREFIX, properties, DEFAULTS);
	}

	/**
	 * Return the settings for a class of requests.
	 */
	static AdmissionSettings of(String name, PathAdmissionProperties properties) {
		String prefix = PREFIX + ".classes." + name;
		Requirement.require(!properties.getPaths().isEmpty(), prefix + ".paths", null,
				"A class of requests needs at least one pattern.");
		requirePatterns(prefix + ".paths", properties.getPaths());
		Requirement.require(properties.getMaxConcurrent() != null || properties.getMode() != AdmissionMode.FIXED,
				prefix + ".max-concurrent", null, "A class of requests needs a bound, unless its mode is adaptive.");
		return of(prefix, properties, DEFAULTS);
	}

	private static AdmissionSettings of(String prefix, RequestLimitProperties properties, AdmissionSettings defaults) {
		return new AdmissionSettings(properties.getMode(), orElse(properties.getMaxConcurrent(), defaults.limit()),
				orElse(properties.getQueueLimit(), defaults.queueLimit()),
				orElse(properties.getMaxWait(), defaults.maxWait()), orElse(properties.getAsync(), defaults.async()),
				orElse(properties.getNoticeGoneClients(), defaults.noticesGoneClients()))
			.check(prefix);
	}

	private AdmissionSettings check(String prefix) {
		Requirement.require(this.limit >= 1, prefix + ".max-concurrent", this.limit, "It must be one or more.");
		Requirement.requireWait(prefix, this.queueLimit, this.maxWait);
		return this;
	}

	/**
	 * Check patterns of paths.
	 */
	static void requirePatterns(String property, List<String> patterns) {
		for (String pattern : patterns) {
			try {
				PathPatternParser.defaultInstance.parse(pattern);
			}
			catch (PatternParseException ex) {
				throw new InvalidConfigurationPropertyValueException(property, pattern,
						"It is no pattern of paths: " + ex.getMessage());
			}
		}
	}

	private static <T> T orElse(@Nullable T value, T other) {
		return (value != null) ? value : other;
	}

}
