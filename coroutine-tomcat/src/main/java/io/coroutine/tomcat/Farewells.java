package io.coroutine.tomcat;

import java.time.Duration;
import java.util.Collection;
import java.util.function.Supplier;

/**
 * The last that clients of upgraded connections say. When a server stops, the container
 * ends its WebSocket sessions, each by a frame that the client answers, and then stops
 * the connector. Tomcat holds a session without that answer for half a minute more. Its
 * own connector most often reads the answer only because it takes a while to stop.
 */
final class Farewells {

	private static final Duration PAUSE = Duration.ofMillis(2);

	private Farewells() {
	}

	/**
	 * Wait until no upgraded connection is open, but for one that the caller works for.
	 * Events of the connections must be processed meanwhile.
	 * @param open tells which connections are open
	 * @param longest how long to wait
	 */
	static void await(Supplier<? extends Collection<LoopSocketWrapper>> open, Duration longest) {
		long deadline = System.nanoTime() + longest.toNanos();
		try {
			while (open.get().stream().anyMatch(Farewells::isExpected) && System.nanoTime() - deadline < 0) {
				Thread.sleep(PAUSE);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static boolean isExpected(LoopSocketWrapper connection) {
		return connection.isUpgraded() && !connection.isWorker();
	}

}
