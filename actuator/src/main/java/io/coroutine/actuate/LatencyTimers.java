package io.coroutine.actuate;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import io.coroutine.internal.measure.LatencyReader;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.noop.NoopTimer;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Passes the latencies that the engine has measured on to ordinary {@link Timer}s, each
 * second, from a thread of its own: so neither the event loops nor a scrape have to do
 * it, and percentiles and histograms are what the application has configured. While
 * nothing new is measured the thread looks less and less often, every eight seconds at
 * last. There is no thread before there is a timer. Any thread may call it.
 */
final class LatencyTimers implements Runnable, AutoCloseable {

	private static final Log logger = LogFactory.getLog(LatencyTimers.class);

	/** What one timer is given in a second, so that this costs little under any load. */
	private static final int MOST = 2_000;

	private static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(1);

	private static final long LONGEST_PERIOD_NANOS = TimeUnit.SECONDS.toNanos(8);

	private static final Duration[] BUCKETS = List
		.of(10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000,
				1_000_000)
		.stream()
		.map((micros) -> Duration.ofNanos(TimeUnit.MICROSECONDS.toNanos(micros)))
		.toArray(Duration[]::new);

	private final List<Feed> feeds = new CopyOnWriteArrayList<>();

	private @Nullable Thread thread;

	private volatile boolean closed;

	/**
	 * Register a timer, to be given all that is measured, unless the registry denies it.
	 */
	void bind(MeterRegistry registry, String name, String description, Tags tags, LatencyReader reader) {
		Timer timer = Timer.builder(name)
			.description(description)
			.tags(tags)
			.publishPercentiles(0.5, 0.95, 0.99)
			.serviceLevelObjectives(BUCKETS)
			.minimumExpectedValue(Duration.ofNanos(1_000))
			.maximumExpectedValue(Duration.ofMinutes(1))
			.register(registry);
		if (!(timer instanceof NoopTimer)) {
			this.feeds.add(new Feed(registry, timer, reader));
			start();
		}
	}

	private synchronized void start() {
		if (this.thread == null && !this.closed) {
			this.thread = Thread.ofPlatform().daemon().name("coroutine-meters").start(this);
		}
	}

	@Override
	public void run() {
		long period = PERIOD_NANOS;
		while (!this.closed) {
			try {
				TimeUnit.NANOSECONDS.sleep(period);
			}
			catch (InterruptedException ex) {
				return;
			}
			period = (feedSafely() > 0) ? PERIOD_NANOS : Math.min(2 * period, LONGEST_PERIOD_NANOS);
		}
	}

	private int feedSafely() {
		try {
			return feedAll();
		}
		catch (RuntimeException | OutOfMemoryError ex) {
			logger.warn("Latencies could not be passed on to the meters", ex);
			return 0;
		}
	}

	/**
	 * Give each timer what was measured since the last time.
	 * @return how much that was
	 */
	synchronized int feedAll() {
		this.feeds.removeIf((feed) -> feed.registry().isClosed());
		int count = 0;
		for (Feed feed : this.feeds) {
			count += feed.reader().read(MOST, (nanos) -> feed.timer().record(nanos, TimeUnit.NANOSECONDS));
		}
		return count;
	}

	/**
	 * End the thread. The timers stay as they are.
	 */
	@Override
	public synchronized void close() {
		this.closed = true;
		if (this.thread != null) {
			this.thread.interrupt();
		}
	}

	private record Feed(MeterRegistry registry, Timer timer, LatencyReader reader) {
	}

}
