package io.coroutine.scheduler;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * Guards the loops against coroutines that do not give their carrier back: a busy loop, a
 * native call, a wait while pinned. Looks at each loop every half threshold, or ten
 * milliseconds if that is less; one that has been inside the same coroutine for longer
 * than the threshold, with work waiting, is handed to a spare carrier. The coroutine
 * keeps its carrier, which retires when the coroutine lets it go.
 * <p>
 * When there is no spare carrier the loop waits for its coroutine, or for a carrier that
 * retires, whichever comes first. That is counted and logged once for each stall. Other
 * loops that have nothing to do take its ready coroutines and its socket events; what
 * belongs to the loop itself, such as its timers, waits.
 * <p>
 * When a loop has too much to do and another sleeps without looking around, the watchdog
 * rouses that one; the rest is up to {@link Neighbours}.
 * <p>
 * The watchdog sleeps while all loops do, and no stall is left whose end it has not seen.
 * {@code parked} is set before the loops are looked at once more, and a loop that wakes
 * up reads it after it has left its sleep.
 */
final class StallWatchdog implements Runnable {

	private static final System.Logger logger = System.getLogger(StallWatchdog.class.getName());

	private static final long MAX_PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

	/** So long all loops have to sleep before the watchdog does, to spare wake-ups. */
	private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(1);

	private final CarrierPool carriers;

	private final long thresholdNanos;

	private final AtomicLong handOvers = new AtomicLong();

	private final AtomicLong refused = new AtomicLong();

	private final StallLog stalls = new StallLog();

	private final RecentStalls recent = new RecentStalls();

	/** How many times the watchdog has looked. */
	private final AtomicLong looks = new AtomicLong();

	private final RateLimit logs = new RateLimit(Duration.ofSeconds(10));

	private List<LoopWatch> watches = List.of();

	private volatile boolean parked;

	private volatile boolean stopped;

	private @Nullable Thread thread;

	/** Those to write down when they are over; of the watchdog's thread. */
	private final List<Stall> recorded = new ArrayList<>();

	/** Since when all loops sleep; of the watchdog's thread. */
	private long idleSince = System.nanoTime();

	StallWatchdog(CarrierPool carriers, Duration threshold) {
		this.carriers = carriers;
		this.thresholdNanos = threshold.toNanos();
	}

	void start(List<EventLoop> loops) {
		this.watches = loops.stream().map(LoopWatch::new).toList();
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

	/**
	 * End the watchdog, and wait for it.
	 * @return whether it has ended
	 */
	boolean stop() throws InterruptedException {
		this.stopped = true;
		Thread started = this.thread;
		if (started != null) {
			LockSupport.unpark(started);
			started.join();
		}
		return true;
	}

	long handOvers() {
		return this.handOvers.get();
	}

	long refused() {
		return this.refused.get();
	}

	StallLog stalls() {
		return this.stalls;
	}

	/**
	 * Return the loops that wait for the coroutine that occupies them, as there is no
	 * carrier to take them over.
	 * @return for how long, by the index of the loop
	 */
	Map<Integer, Duration> stuckLoops() {
		Map<Integer, Duration> stuck = new TreeMap<>();
		for (LoopWatch watch : this.watches) {
			Long since = watch.stuckSince();
			if (since != null) {
				stuck.put(watch.loop().index(), Duration.ofNanos(System.nanoTime() - since));
			}
		}
		return stuck;
	}

	RecentStalls recent() {
		return this.recent;
	}

	long looks() {
		return this.looks.get();
	}

	boolean isParked() {
		return this.parked;
	}

	@Override
	public void run() {
		long period = Math.clamp(this.thresholdNanos / 2, 1, MAX_PERIOD_NANOS);
		while (!this.stopped) {
			LockSupport.parkNanos(this, period);
			try {
				lookAtAll(System.nanoTime());
				this.recorded.removeIf(Stall::writeIfEnded);
				sleepWithLoops();
			}
			catch (OutOfMemoryError ex) {
				// The next look comes soon
			}
		}
		this.recorded.forEach(Stall::writeIfEnded);
	}

	private void sleepWithLoops() {
		long now = System.nanoTime();
		if (!allAsleep() || isEndToBeSeen()) {
			this.idleSince = now;
		}
		else if (now - this.idleSince > IDLE_NANOS) {
			this.parked = true;
			try {
				if (allAsleep() && !this.stopped) {
					LockSupport.park(this);
				}
			}
			finally {
				this.parked = false;
			}
			this.idleSince = System.nanoTime();
		}
	}

	/**
	 * Tell whether a stall, which may have ended after the last look, needs another one.
	 */
	private boolean isEndToBeSeen() {
		for (LoopWatch watch : this.watches) {
			if (watch.hasStall()) {
				return true;
			}
		}
		return !this.recorded.isEmpty();
	}

	private boolean allAsleep() {
		for (LoopWatch watch : this.watches) {
			if (!watch.loop().isSleeping()) {
				return false;
			}
		}
		return true;
	}

	private void lookAtAll(long now) {
		this.looks.incrementAndGet();
		boolean overloaded = false;
		for (LoopWatch watch : this.watches) {
			try {
				look(watch, now);
			}
			catch (RuntimeException | Error ex) {
				watch.loop().group().report(watch.loop(), "The watchdog failed, and goes on", ex);
			}
			overloaded |= watch.loop().queued() > Neighbour.LONG_QUEUE;
		}
		if (overloaded) {
			rouseOne();
		}
	}

	private void rouseOne() {
		for (LoopWatch watch : this.watches) {
			if (watch.loop().rouse()) {
				return;
			}
		}
	}

	private void look(LoopWatch watch, long now) {
		watch.loop().statistics().forgetTick();
		Carrier carrier = watch.loop().runner();
		Stall stall = watch.look(carrier, now, this.thresholdNanos);
		if (carrier == null || stall == null) {
			return;
		}
		if (stall.keepIn(this.recent)) {
			begins(stall);
		}
		if (!this.carriers.prepareSpare()) {
			watch.refused(now);
			if (stall.refuse()) {
				this.refused.incrementAndGet();
				stall.captureStack(this.recent);
				FlightRecords.handOver(stall, true);
				log(System.Logger.Level.WARNING, stall, "no spare carrier is left to take the loop over, so its other "
						+ "coroutines wait; raise coroutine.stall.spare-carriers (CoroutineRuntimeBuilder.spareCarriers)");
			}
		}
		else if (stall.takeLoopFrom(carrier)) {
			watch.handedOver();
			// Counted first, so that nobody who has run on the new carrier misses it
			this.handOvers.incrementAndGet();
			this.carriers.run(watch.loop());
			stall.captureStack(this.recent);
			FlightRecords.handOver(stall, false);
			log(System.Logger.Level.INFO, stall, "a spare carrier has taken the loop over");
		}
	}

	private void begins(Stall stall) {
		if (stall.coroutineId() != 0) {
			this.stalls.add(stall.coroutineId());
		}
		if (stall.isRecorded()) {
			this.recorded.add(stall);
		}
	}

	private void log(System.Logger.Level level, Stall stall, String consequence) {
		if (this.logs.tryAcquire()) {
			logger.log(level, "A coroutine occupies event loop {0} for more than {1} ms; {2}{3}", stall.loop().index(),
					TimeUnit.NANOSECONDS.toMillis(this.thresholdNanos), consequence, stall.stack());
		}
	}

}
