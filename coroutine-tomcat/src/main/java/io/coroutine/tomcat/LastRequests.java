package io.coroutine.tomcat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.apache.juli.logging.Log;
import org.apache.juli.logging.LogFactory;

/**
 * The requests that are under way when their connector stops.
 */
final class LastRequests {

	private static final Log log = LogFactory.getLog(LastRequests.class);

	private LastRequests() {
	}

	/**
	 * Interrupt the requests that go on although their connection is closed, and wait for
	 * their end. One that stops the connector itself, be it on a stack lent to it, is
	 * left alone.
	 * @param closed the connections
	 * @param longest how long to wait for all of them, in milliseconds
	 */
	static void awaitEnd(List<LoopSocketWrapper> closed, long longest) {
		long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(longest);
		for (LoopSocketWrapper connection : closed) {
			Thread worker = connection.worker();
			long remaining = deadline - System.nanoTime();
			if (worker == null || connection.isWorker()) {
				continue;
			}
			worker.interrupt();
			try {
				if (remaining <= 0 || !worker.join(Duration.ofNanos(remaining))) {
					log.warn("The request in " + worker.getName() + " goes on although its connector has stopped");
				}
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				return;
			}
		}
	}

}
