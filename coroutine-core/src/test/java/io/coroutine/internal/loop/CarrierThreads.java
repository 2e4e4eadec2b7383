package io.coroutine.internal.loop;

import java.util.Set;
import java.util.stream.Collectors;

import io.coroutine.test.Eventually;

/**
 * The carriers and reserves of this process, some of which may be those of other tests.
 */
public final class CarrierThreads {

	private CarrierThreads() {
	}

	public static Set<Thread> live() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter(Carrier.class::isInstance)
			.collect(Collectors.toSet());
	}

	/**
	 * Wait until there are none but those that there were before.
	 */
	public static void awaitNoneBut(Set<Thread> before) {
		Eventually.until(() -> before.containsAll(live()));
	}

}
