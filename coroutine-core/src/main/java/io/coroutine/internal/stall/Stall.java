package io.coroutine.internal.stall;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import io.coroutine.internal.fiber.Fiber;
import io.coroutine.internal.flight.Culprit;
import io.coroutine.internal.flight.FlightRecords;
import io.coroutine.snapshot.StallOutcome;
import io.coroutine.snapshot.StallSnapshot;
import io.coroutine.snapshot.WorkingFor;
import org.jspecify.annotations.Nullable;

/**
 * A coroutine that occupies its loop, from when the watchdog finds that until it ends.
 * Once the loop is taken away for it, the carrier that the coroutine keeps may
 * {@link #end} it at any time, else the watchdog does. The lock is held for a few
 * instructions only, as the watchdog takes it.
 * <p>
 * What is kept, logged and recorded is up to the {@link StallReporter}. Flight recorder
 * is told by that in any case: an event that a carrier writes is lost if the last one on
 * it was written by a virtual thread (as of JDK 25).
 * <p>
 * Who keeps it reads it by {@link #snapshot()}, on any thread. It may be kept for long
 * after the coroutine has ended, and so drops that once it is over and the reporter has
 * asked for the name and the work. Fields that are written later than that are volatile,
 * each whole by itself.
 */
public final class Stall {

	private static final int FRAMES = 20;

	private static final long LASTS = -1;

	private final WatchedLoop loop;

	private final long slice;

	private final long coroutineId;

	private final long sinceNanos;

	private final Instant since;

	private final @Nullable Object record = FlightRecords.stallBegun();

	/** Dropped under the lock. */
	private volatile @Nullable Fiber culprit;

	/** Written by the reporter before it is kept, as are the next three. */
	private long number;

	private @Nullable String coroutineName;

	private @Nullable String threadName;

	private @Nullable WorkingFor workingFor;

	/** Whether the reporter has asked who it is; guarded by the lock. */
	private boolean identified;

	/** Written by the reporter, once. */
	private volatile @Nullable List<StackTraceElement> frames;

	/** Written by the watchdog. */
	private volatile StallOutcome outcome = StallOutcome.NONE;

	/** Written by the watchdog. */
	private volatile @Nullable WatchedCarrier takenFrom;

	/** Written by whoever ends it. */
	private volatile long occupiedNanos = LASTS;

	/**
	 * Create a stall.
	 * @param slice the turn of the coroutine that lasts too long
	 * @param culprit the coroutine, or {@code null} if it is an adopted virtual thread
	 * @param sinceNanos when it was first seen on the loop
	 */
	public Stall(WatchedLoop loop, long slice, @Nullable Fiber culprit, long sinceNanos) {
		this.loop = loop;
		this.slice = slice;
		this.culprit = culprit;
		this.coroutineId = (culprit != null) ? culprit.id() : 0;
		this.sinceNanos = sinceNanos;
		this.since = Instant.now().minusNanos(System.nanoTime() - sinceNanos);
	}

	WatchedLoop loop() {
		return this.loop;
	}

	long coroutineId() {
		return this.coroutineId;
	}

	/**
	 * Return who it is, with the stack as of {@link #stack()}. Called by the reporter.
	 */
	public Culprit culprit() {
		return new Culprit(this.loop.index(), this.coroutineId, this.threadName, stack(), this.workingFor);
	}

	/**
	 * Remember the stack of the coroutine, if that will be asked for at the end, or may
	 * be looked at now. Called after the loop was taken away and not before, as it waits
	 * for the coroutine's thread, which the operating system may have preempted.
	 */
	void captureStack(RecentStalls recent) {
		if (this.record != null || recent.mayLookAtStack()) {
			frames();
		}
	}

	/**
	 * Return what the coroutine did when this was called first; nothing if the stall was
	 * over by then.
	 */
	String stack() {
		return frames().stream().map((frame) -> "\n\tat " + frame).collect(Collectors.joining());
	}

	private List<StackTraceElement> frames() {
		List<StackTraceElement> seen = this.frames;
		if (seen == null) {
			Fiber fiber = this.culprit;
			seen = (fiber != null && !isEnded()) ? look(fiber) : List.of();
			this.frames = seen;
		}
		return seen;
	}

	private List<StackTraceElement> look(Fiber fiber) {
		WatchedCarrier carrier = this.takenFrom;
		if (carrier != null) {
			carrier.inspected(true);
		}
		try {
			return Arrays.stream(fiber.thread().getStackTrace()).limit(FRAMES).toList();
		}
		finally {
			if (carrier != null) {
				carrier.inspected(false);
			}
		}
	}

	/**
	 * Ask who it is, and be kept for those who look later. Called by the reporter;
	 * further calls do nothing.
	 */
	void keepIn(RecentStalls recent) {
		if (this.number != 0) {
			return;
		}
		Fiber fiber = this.culprit;
		if (fiber != null) {
			this.coroutineName = fiber.name();
			this.threadName = fiber.thread().getName();
			this.workingFor = fiber.workingFor();
		}
		recent.add(this);
		synchronized (this) {
			this.identified = true;
			dropCulprit();
		}
	}

	/**
	 * Set the number under which it is kept, at least 1.
	 */
	void number(long value) {
		this.number = value;
	}

	private void dropCulprit() {
		if (this.identified && isEnded()) {
			this.culprit = null;
		}
	}

	/**
	 * Return what is to be shown of it. Called by those who keep it.
	 */
	StallSnapshot snapshot() {
		long ended = this.occupiedNanos;
		boolean over = ended != LASTS;
		Duration duration = Duration.ofNanos((over) ? ended : System.nanoTime() - this.sinceNanos);
		List<StackTraceElement> stack = this.frames;
		return new StallSnapshot(this.number, this.loop.index(), this.coroutineId, this.coroutineName, this.workingFor,
				this.since, duration, over, this.outcome, (stack != null) ? stack : List.of());
	}

	/**
	 * Have the carrier end the stall, if the loop is taken from it now. Called by the
	 * watchdog.
	 * @param carrier the one that the coroutine keeps, if it has not ended its turn
	 * @param fate what becomes of the loop
	 * @return whether it was taken; not if that turn is over
	 */
	boolean takeLoopFrom(WatchedCarrier carrier, StallOutcome fate) {
		carrier.stall(this);
		this.takenFrom = carrier;
		// Before the carrier may end the stall
		this.outcome = fate;
		if (this.loop.takeFrom(this.slice)) {
			return true;
		}
		this.outcome = StallOutcome.NONE;
		this.takenFrom = null;
		carrier.stall(null);
		return false;
	}

	/**
	 * Say that a carrier was found for the loop after all. Called by the watchdog.
	 */
	void handedOver() {
		this.outcome = StallOutcome.HANDED_OVER;
	}

	/**
	 * Queue the coroutine which the culprit has resumed, and which would run next on its
	 * carrier, if the culprit let that go. Called by the watchdog after it has taken the
	 * loop, and at its next look once more, as the culprit may have looked at the loop
	 * before and written after.
	 */
	void reclaimNext() {
		Fiber next = null;
		synchronized (this) {
			WatchedCarrier carrier = this.takenFrom;
			if (!isEnded() && carrier != null) {
				next = carrier.giveUpNext();
			}
		}
		if (next != null) {
			this.loop.requeue(next);
		}
	}

	boolean isEnded() {
		return this.occupiedNanos != LASTS;
	}

	/**
	 * Called when the coroutine has given its carrier back. A further call does nothing.
	 */
	public synchronized void end() {
		if (isEnded()) {
			return;
		}
		if (this.record != null) {
			// First, as its time is a part of the other
			FlightRecords.stallEnded(this.record);
		}
		this.occupiedNanos = System.nanoTime() - this.sinceNanos;
		dropCulprit();
	}

	/**
	 * Tell whether flight recorder is to be told once the stall is over.
	 */
	boolean isRecorded() {
		return this.record != null;
	}

	/**
	 * Tell flight recorder of the stall if it is over. Called by the reporter, once for a
	 * stall that is over.
	 * @return whether it is over
	 */
	boolean writeIfEnded() {
		boolean over = isEnded();
		if (over && this.record != null) {
			FlightRecords.stall(this.record, this::culprit, this.occupiedNanos,
					this.outcome == StallOutcome.HANDED_OVER);
		}
		return over;
	}

}
