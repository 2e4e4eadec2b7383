package io.coroutine.spring.stack;

import java.time.Duration;

/**
 * What is told to Java Flight Recorder. The only class that knows the event, which an
 * image of the JDK without the module {@code jdk.jfr} could not load.
 */
final class StackRecords {

	private static final boolean AVAILABLE = ModuleLayer.boot().findModule("jdk.jfr").isPresent();

	private StackRecords() {
	}

	static void adapted(String handler, int stalls, Duration window) {
		if (AVAILABLE) {
			StackAdaptedEvent.happened(handler, stalls, window);
		}
	}

}
