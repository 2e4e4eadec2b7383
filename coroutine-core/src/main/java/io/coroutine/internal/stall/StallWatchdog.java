package io.coroutine.internal.stall;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import io.coroutine.internal.flight.FlightRecords;
import io.coroutine.internal.jdk.Literals;
import io.coroutine.snapshot.StallOutcome;
import org.jspecify.annotations.Nullable;

/**
 * Guards the loops against coroutines that do not give their carrier back: a busy loop, a
 * native call, a wait while pinned. Looks at each loop every half threshold, or ten
 * milliseconds if that is less; one that has been inside the same coroutine for longer
 * than the threshold, with work waiting, is handed to a spare carrier. The coroutine
 * keeps its carrier, which retires when the coroutine lets it go.
 * <p>
 * When there is no carrier for a loop, see {@link SpareCarriers}, for some time, the loop
 * is taken from the coroutine all the same, and stranded until there is a carrier: that
 * of the coroutine or another that retires, or a new one as soon as one may be started.
 * The reserve looks after its sockets and timers meanwhile, and other loops that have
 * nothing to do take its ready coroutines. That is counted and logged once for each
 * stall.
 * <p>
 * When a loop has too much to do and another sleeps without looking around, the watchdog
 * wakes that one, which steals.
 * <p>
 * The watchdog sleeps while all loops do, and no stall is left whose end it has not seen.
 * {@code parked} is set before the loops are looked at once more, and a loop that wakes
 * up reads it after it has left its sleep.
 * <p>
 * Nothing here may wait for what a coroutine has: no log, no lock but those of the
 * engine, no class that is not initialized by {@link #start}. All that is for the
 * {@link StallReporter}.
 */
public final class StallWatchdog implements Runnable {

	private static final String WATCHDOG_FAILED = Literals.made("The watchdog failed, and goes on");

	private static final long MAX_PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

	/** How often to look while a watch is alert. */
	private static final long ALERT_PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

	/** With so many carriers beyond the bound that period is doubled, and so on. */
	private static final int MANY_CARRIERS = 256;

	/** So long all loops have to sleep before the watchdog does, to spare wake-ups. */
	private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(1);

	private final SpareCarriers carriers;

	private final long thresholdNanos;

	private final AtomicLong handOvers = new AtomicLong();

	private final AtomicLong refused = new AtomicLong();

	private final StallLog stalls = new StallLog();

	private final StallReporter reporter;

	/** How many times the watchdog has looked. */
	private final AtomicLong looks = new AtomicLong();

	private List<LoopWatch> watches = List.of();

	private volatile boolean parked;

	private volatile boolean stopped;

	private @Nullable Thread thread;

	/** Since when all loops sleep; of the watchdog's thread. */
	private long idleSince = System.nanoTime();

	public StallWatchdog(SpareCarriers carriers, Duration threshold) {
		this.carriers = carriers;
		this.thresholdNanos = threshold.toNanos();
		this.reporter = new StallReporter(this.thresholdNanos);
	}

	public void start(List<? extends WatchedLoop> loops) {
		this.watches = loops.stream().map(LoopWatch::new).toList();
		FlightRecords.prepare();
		loops.forEach((loop) -> new Stall(loop, 0, null, 0).end());
		this.reporter.start();
		Thread started = Thread.ofPlatform().daemon().name("coroutine-watchdog").unstarted(this);
		this.thread = started;
		started.start();
	}

	/**
	 * Called by each loop that has slept.
	 */
	public void loopWokeUp() {
		if (this.parked) {
			LockSupport.unpark(this.thread);
		}
	}

	/**
	 * End the watchdog, and wait for it.
	 * @return whether it has ended
	 */
	public boolean stop() throws InterruptedException {
		this.stopped = true;
		Thread started = this.thread;
		if (started != null) {
			LockSupport.unpark(started);
			started.join();
		}
		this.reporter.stop();
		return true;
	}

	public long handOvers() {
		return this.handOvers.get();
	}

	public long refused() {
		return this.refused.get();
	}

	public StallLog stalls() {
		return this.stalls;
	}

	/**
	 * Return the loops that wait for the coroutine that occupies them, as there is no
	 * carrier to take them over.
	 * @return for how long, by the index of the loop
	 */
	public Map<Integer, Duration> stuckLoops() {
		Map<Integer, Duration> stuck = new TreeMap<>();
		for (LoopWatch watch : this.watches) {
			Long since = watch.stuckSince();
			if (since != null) {
				stuck.put(watch.loop().index(), Duration.ofNanos(System.nanoTime() - since));
			}
		}
		return stuck;
	}

	public RecentStalls recent() {
		return this.reporter.recent();
	}

	public long looks() {
		return this.looks.get();
	}

	public boolean isParked() {
		return this.parked;
	}

	@Override
	public void run() {
		while (!this.stopped) {
			try {
				LockSupport.parkNanos(this, period(System.nanoTime()));
				lookAtAll(System.nanoTime());
				sleepWithLoops();
			}
			catch (OutOfMemoryError ex) {
				LockSupport.parkNanos(this, MAX_PERIOD_NANOS);
			}
		}
	}

	private long period(long now) {
		for (LoopWatch watch : this.watches) {
			if (watch.isAlert(now)) {
				return Math.min(ALERT_PERIOD_NANOS * (1 + this.carriers.extra() / MANY_CARRIERS), MAX_PERIOD_NANOS);
			}
		}
		return Math.clamp(this.thresholdNanos / 2, 1, MAX_PERIOD_NANOS);
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
		return false;
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
		this.carriers.recruit(now);
		boolean overloaded = false;
		for (LoopWatch watch : this.watches) {
			try {
				look(watch, now);
			}
			catch (RuntimeException | Error ex) {
				watch.loop().report(WATCHDOG_FAILED, ex);
			}
			overloaded |= watch.loop().queued() > WatchedLoop.LONG_QUEUE;
		}
		if (overloaded) {
			wakeThief();
		}
	}

	private void wakeThief() {
		for (LoopWatch watch : this.watches) {
			if (watch.loop().wakeToSteal()) {
				return;
			}
		}
	}

	private void look(LoopWatch watch, long now) {
		watch.loop().statistics().forgetTick();
		watch.lookAtLast();
		if (watch.hasMoved()) {
			Stall stranded = watch.stranded();
			if (stranded != null && !stranded.isEnded()) {
				// Another carrier than the culprit's has got the loop
				stranded.handedOver();
				handedOver(stranded);
			}
			watch.moved(now);
			return;
		}
		boolean known = watch.hasStall();
		Stall stall = watch.look(now, this.thresholdNanos);
		// If another one has the loop by now the slice is over, and nothing is taken
		WatchedCarrier carrier = watch.loop().carrier();
		if (stall == null || carrier == null) {
			return;
		}
		if (!known) {
			begins(stall, watch.occupiedNanos(now));
		}
		if (this.carriers.prepareSpare(carrier, now)) {
			if (stall.takeLoopFrom(carrier, StallOutcome.HANDED_OVER)) {
				watch.handedOver(now);
				// Counted first, so that nobody who has run on the new carrier misses it
				handedOver(stall);
				stall.reclaimNext();
				watch.loop().strand();
			}
		}
		else if (watch.refused(now) && stall.takeLoopFrom(carrier, StallOutcome.REFUSED)) {
			watch.stranded(now);
			this.refused.incrementAndGet();
			stall.reclaimNext();
			watch.loop().strand();
			this.reporter.tell(stall, StallReporter.News.REFUSED);
		}
	}

	private void begins(Stall stall, long occupiedNanos) {
		if (stall.coroutineId() != 0 && occupiedNanos >= this.thresholdNanos) {
			this.stalls.add(stall.coroutineId());
		}
		this.reporter.tell(stall, StallReporter.News.BEGUN);
	}

	private void handedOver(Stall stall) {
		this.handOvers.incrementAndGet();
		this.reporter.tell(stall,
				(this.carriers.extra() > 0) ? StallReporter.News.EXCEEDED : StallReporter.News.HANDED_OVER);
	}

}
