package io.coroutine.autoconfigure.admission;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * How many threads Tomcat is configured to have.
 */
final class TomcatThreads {

	static final String PROPERTY = "server.tomcat.threads.max";

	private TomcatThreads() {
	}

	/**
	 * Return the number if somebody has set it; what is Boot's default says nothing.
	 */
	static @Nullable Integer configured(Environment environment) {
		return Binder.get(environment).bind(PROPERTY, Integer.class).orElse(null);
	}

}
