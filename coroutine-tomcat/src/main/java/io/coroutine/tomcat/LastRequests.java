package io.coroutine.tomcat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.coroutine.internal.inspect.HarmlessInterrupt;
import org.apache.juli.logging.Log;
import org.apache.juli.logging.LogFactory;

/**
 * The requests that are under way when their connector stops.
 */
final class LastRequests {

	private static final Log log = LogFactory.getLog(LastRequests.class);

	private static final Duration PAUSE = Duration.ofMillis(1);

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
			try {
				if (!end(worker, remaining)) {
					log.warn("The request in " + worker.getName() + " goes on although its connector has stopped");
				}
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				return;
			}
		}
	}

	/**
	 * In the first half of the time the request is interrupted only where that harms
	 * nobody.
	 */
	private static boolean end(Thread worker, long nanos) throws InterruptedException {
		long until = System.nanoTime() + nanos / 2;
		while (!HarmlessInterrupt.of(worker)) {
			if (System.nanoTime() - until >= 0) {
				worker.interrupt();
				break;
			}
			if (worker.join(PAUSE)) {
				return true;
			}
		}
		return nanos > 0 && worker.join(Duration.ofNanos(nanos));
	}

}
