package io.coroutine.internal.stall;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.coroutine.internal.flight.FlightRecords;
import io.coroutine.internal.measure.RateLimit;
import org.jspecify.annotations.Nullable;

/**
 * Tells of stalls: keeps them for those who look later, logs them, and writes them to
 * flight recorder. On a thread of its own, as any of that may load classes, ask code of
 * the application what a coroutine works for, or wait in an appender of the log for a
 * lock: for what only a coroutine of a stalled loop can give. So the watchdog must not
 * wait for it.
 */
final class StallReporter implements Runnable {

	/** What is told of a stall. */
	enum News {

		/** It was found. */
		BEGUN,

		/** A spare carrier has the loop. */
		HANDED_OVER,

		/** A carrier beyond the bound has the loop. */
		EXCEEDED,

		/** No carrier has the loop. */
		REFUSED

	}

	/**
	 * One thing to tell; the last has no stall.
	 */
	private record Report(@Nullable Stall stall, News news) {
	}

	private static final Report END = new Report(null, News.BEGUN);

	private static final System.Logger logger = System.getLogger(StallReporter.class.getName());

	/** More than that need not be told of when there are so many at once. */
	private static final int MOST = 1000;

	private static final long RECORDING_PERIOD_MILLIS = 10;

	private static final long PATIENCE_MILLIS = 1000;

	private static final Duration LOG_INTERVAL = Duration.ofSeconds(10);

	private final long thresholdNanos;

	private final LinkedBlockingQueue<Report> reports = new LinkedBlockingQueue<>();

	private final RecentStalls recent = new RecentStalls();

	private final RateLimit handOverLogs = new RateLimit(LOG_INTERVAL);

	private final RateLimit exceededLogs = new RateLimit(LOG_INTERVAL);

	private final RateLimit refusedLogs = new RateLimit(LOG_INTERVAL);

	/** Those to write down when they are over; of this thread. */
	private final List<Stall> recorded = new ArrayList<>();

	private @Nullable Thread thread;

	StallReporter(long thresholdNanos) {
		this.thresholdNanos = thresholdNanos;
	}

	void start() {
		Thread started = Thread.ofPlatform().daemon().name("coroutine-stall-reporter").unstarted(this);
		this.thread = started;
		started.start();
	}

	/**
	 * Tell of a stall, if there is not too much to tell of already. Called by the
	 * watchdog, and never waits.
	 */
	void tell(Stall stall, News news) {
		if (this.reports.size() < MOST) {
			this.reports.add(new Report(stall, news));
		}
	}

	/**
	 * End the thread once it has told everything, and wait for that for a while: it may
	 * itself wait for a coroutine that never goes on.
	 */
	void stop() throws InterruptedException {
		Thread started = this.thread;
		if (started != null) {
			this.reports.add(END);
			started.join(PATIENCE_MILLIS);
		}
	}

	RecentStalls recent() {
		return this.recent;
	}

	@Override
	public void run() {
		boolean more = true;
		while (more) {
			try {
				Report report = (this.recorded.isEmpty()) ? this.reports.take()
						: this.reports.poll(RECORDING_PERIOD_MILLIS, TimeUnit.MILLISECONDS);
				more = report != END;
				if (report != null && report.stall() != null) {
					tellNow(report.stall(), report.news());
				}
				this.recorded.removeIf(Stall::writeIfEnded);
			}
			catch (InterruptedException | RuntimeException | Error ex) {
				// This one is lost, the next is not
			}
		}
	}

	private void tellNow(Stall stall, News news) {
		stall.keepIn(this.recent);
		if (news == News.BEGUN) {
			if (stall.isRecorded()) {
				this.recorded.add(stall);
			}
			return;
		}
		stall.captureStack(this.recent);
		FlightRecords.handOver(stall::culprit, news == News.REFUSED);
		switch (news) {
			case HANDED_OVER ->
				log(this.handOverLogs, System.Logger.Level.INFO, stall, "a spare carrier has taken the loop over");
			case EXCEEDED -> log(this.exceededLogs, System.Logger.Level.WARNING, stall,
					"a carrier beyond coroutine.stall.spare-carriers (CoroutineRuntimeBuilder.spareCarriers) has taken "
							+ "the loop over, as the others are kept by coroutines that wait without giving them back: for "
							+ "a class initializer, or below a native frame");
			default -> log(this.refusedLogs, System.Logger.Level.WARNING, stall,
					"no carrier is left to take the loop over, as so many coroutines compute, or as the operating "
							+ "system gives no thread, so its other coroutines wait; let this one compute less at a time, or "
							+ "raise coroutine.stall.spare-carriers (CoroutineRuntimeBuilder.spareCarriers)");
		}
	}

	private void log(RateLimit limit, System.Logger.Level level, Stall stall, String consequence) {
		if (limit.tryAcquire()) {
			logger.log(level, "A coroutine occupies event loop {0} for more than {1} ms; {2}{3}", stall.loop().index(),
					TimeUnit.NANOSECONDS.toMillis(this.thresholdNanos), consequence, stall.stack());
		}
	}

}
