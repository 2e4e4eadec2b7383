package io.coroutine.benchmarks.echo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

import org.HdrHistogram.Histogram;

/**
 * A round of load on connections that are open. A request is due at some time, and its
 * latency counts from there, even if there was no connection to send it on.
 */
final class LoadRound {

	private static final long MAX_LATENCY_NANOS = TimeUnit.MINUTES.toNanos(2);

	private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

	private final Histogram latencies = new Histogram(1, MAX_LATENCY_NANOS, 3);

	private final Selector selector;

	private final Queue<LoadConnection> idle;

	private final int connections;

	/** Zero in a closed loop: a connection sends again as soon as it has its response. */
	private final long intervalNanos;

	private final long begin = System.nanoTime();

	private final long end;

	private long nextDue = this.begin;

	/**
	 * Prepare a round.
	 * @param intervalNanos how long after a request the next one is due, 0 for at once
	 */
	LoadRound(Selector selector, List<LoadConnection> connections, long intervalNanos, Duration duration) {
		this.selector = selector;
		this.idle = new ArrayDeque<>(connections);
		this.connections = connections.size();
		this.intervalNanos = intervalNanos;
		this.end = this.begin + duration.toNanos();
	}

	/**
	 * Run until the time is over and all responses are there.
	 */
	LoadResult run() throws IOException {
		long now = this.begin;
		while (!isOver(now) || this.idle.size() < this.connections) {
			if (now > this.end + PATIENCE_NANOS) {
				throw new IOException("The service does not keep up: %d requests have no response"
					.formatted(this.connections - this.idle.size()));
			}
			sendDue(now);
			this.selector.select(this::receive, 1);
			now = System.nanoTime();
		}
		return LoadResult.of(this.latencies, now - this.begin);
	}

	/** What was due in time is sent, however late. */
	private boolean isOver(long now) {
		return ((this.intervalNanos > 0) ? this.nextDue : now) >= this.end;
	}

	private void sendDue(long now) throws IOException {
		while (!isOver(now) && !this.idle.isEmpty() && this.nextDue <= now) {
			this.idle.remove().send((this.intervalNanos > 0) ? this.nextDue : now);
			this.nextDue += this.intervalNanos;
		}
	}

	private void receive(SelectionKey key) {
		LoadConnection connection = (LoadConnection) key.attachment();
		try {
			if (!connection.receive()) {
				return;
			}
			long now = System.nanoTime();
			this.latencies.recordValue(Math.clamp(now - connection.beginNanos(), 1, MAX_LATENCY_NANOS));
			if (this.intervalNanos == 0 && !isOver(now)) {
				connection.send(now);
			}
			else {
				this.idle.add(connection);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
