package io.coroutine.scheduler;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * Guards the loops against coroutines that do not give their carrier back: a busy loop, a
 * native call, a wait while pinned. Looks at each loop every half threshold; one that has
 * been inside the same coroutine for longer than the threshold, with work waiting, is
 * handed to a spare carrier. The coroutine keeps its carrier, which retires when the
 * coroutine lets it go.
 * <p>
 * The watchdog sleeps while all loops do. {@code parked} is set before the loops are
 * looked at once more, and a loop that wakes up reads it after it has left its sleep.
 */
final class StallWatchdog implements Runnable {

	private static final System.Logger logger = System.getLogger(StallWatchdog.class.getName());

	private static final long LOG_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(10);

	private static final int FRAMES = 12;

	/** So long all loops have to sleep before the watchdog does, to spare wake-ups. */
	private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(1);

	private final CarrierPool carriers;

	private final long thresholdNanos;

	private final AtomicLong handOvers = new AtomicLong();

	private final AtomicLong refused = new AtomicLong();

	private List<Watch> watches = List.of();

	private volatile boolean parked;

	private volatile boolean stopped;

	private @Nullable Thread thread;

	private long lastLogNanos = System.nanoTime() - LOG_INTERVAL_NANOS;

	StallWatchdog(CarrierPool carriers, Duration threshold) {
		this.carriers = carriers;
		this.thresholdNanos = threshold.toNanos();
	}

	void start(List<EventLoop> loops) {
		this.watches = loops.stream().map(Watch::new).toList();
		Thread started = Thread.ofPlatform().daemon().name("coroutine-watchdog").unstarted(this);
		this.thread = started;
		started.start();
	}

	/**
	 * Called by each loop that has slept.
	 */
	void loopWokeUp() {
		if (this.parked) {
			LockSupport.unpark(this.thread);
		}
	}

	void stop() throws InterruptedException {
		this.stopped = true;
		Thread started = this.thread;
		if (started != null) {
			LockSupport.unpark(started);
			started.join();
		}
	}

	long handOvers() {
		return this.handOvers.get();
	}

	long refused() {
		return this.refused.get();
	}

	@Override
	public void run() {
		long idleSince = System.nanoTime();
		while (!this.stopped) {
			LockSupport.parkNanos(this, Math.max(this.thresholdNanos / 2, 1));
			long now = System.nanoTime();
			this.watches.forEach((watch) -> look(watch, now));
			if (!allAsleep()) {
				idleSince = now;
			}
			else if (now - idleSince > IDLE_NANOS) {
				this.parked = true;
				if (allAsleep() && !this.stopped) {
					LockSupport.park(this);
				}
				this.parked = false;
				idleSince = System.nanoTime();
			}
		}
	}

	private boolean allAsleep() {
		return this.watches.stream().allMatch((watch) -> watch.loop.isSleeping());
	}

	private void look(Watch watch, long now) {
		EventLoop loop = watch.loop;
		loop.statistics().forgetTick();
		Carrier carrier = loop.runner();
		if (carrier == null || watch.hasMoved(now) || now - watch.since < this.thresholdNanos) {
			return;
		}
		if (loop.queued() == 0 && !loop.hasUnseenEvents()) {
			return;
		}
		LoopFiber culprit = loop.currentFiber();
		if (!this.carriers.hasSpare()) {
			this.refused.incrementAndGet();
			logStall(System.Logger.Level.WARNING, loop, culprit, now,
					"and no spare carrier is left to take the loop over: its other coroutines wait");
			return;
		}
		if (loop.takeFrom(carrier)) {
			this.handOvers.incrementAndGet();
			this.carriers.run(loop);
			logStall(System.Logger.Level.INFO, loop, culprit, now, "a spare carrier has taken the loop over");
		}
	}

	private void logStall(System.Logger.Level level, EventLoop loop, @Nullable LoopFiber culprit, long now,
			String consequence) {
		if (now - this.lastLogNanos < LOG_INTERVAL_NANOS) {
			return;
		}
		this.lastLogNanos = now;
		String stack = (culprit != null) ? Arrays.stream(culprit.thread().getStackTrace())
			.limit(FRAMES)
			.map((frame) -> "\n\tat " + frame)
			.collect(Collectors.joining()) : "";
		logger.log(level, "A coroutine occupies event loop {0} for more than {1} ms; {2}{3}", loop.index(),
				TimeUnit.NANOSECONDS.toMillis(this.thresholdNanos), consequence, stack);
	}

	/**
	 * What was last seen of a loop.
	 */
	private static final class Watch {

		private final EventLoop loop;

		private long slices = -1;

		private long since;

		Watch(EventLoop loop) {
			this.loop = loop;
		}

		boolean hasMoved(long now) {
			long seen = this.loop.statistics().slices();
			if (seen == this.slices) {
				return false;
			}
			this.slices = seen;
			this.since = now;
			return true;
		}

	}

}
