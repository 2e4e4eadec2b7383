package io.coroutine.internal.stall;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import io.coroutine.internal.fiber.Fiber;
import io.coroutine.internal.flight.Culprit;
import io.coroutine.internal.flight.FlightRecords;
import io.coroutine.snapshot.StallOutcome;
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
 */
public final class Stall {

	private static final int FRAMES = 20;

	private final WatchedLoop loop;

	private final long slice;

	private final @Nullable Fiber culprit;

	private final long sinceNanos;

	private final @Nullable Object record = FlightRecords.stallBegun();

	/** Of the reporter. */
	private @Nullable List<StackTraceElement> frames;

	/** Written by the reporter under the lock. */
	private @Nullable StallRecord kept;

	/** Guarded by the lock. */
	private StallOutcome outcome = StallOutcome.NONE;

	/** Written by the watchdog. */
	private volatile @Nullable WatchedCarrier takenFrom;

	private volatile boolean handedOver;

	private long occupiedNanos;

	/** Written after all else. */
	private volatile boolean ended;

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
		this.sinceNanos = sinceNanos;
	}

	WatchedLoop loop() {
		return this.loop;
	}

	long coroutineId() {
		return (this.culprit != null) ? this.culprit.id() : 0;
	}

	/**
	 * Return who it is, with the stack as of {@link #stack()}. Called by the reporter.
	 */
	public Culprit culprit() {
		return new Culprit(this.loop.index(), coroutineId(),
				(this.culprit != null) ? this.culprit.thread().getName() : null, stack(), workingFor());
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
		if (this.frames == null) {
			this.frames = (this.culprit != null && !this.ended) ? look(this.culprit) : List.of();
			if (this.kept != null) {
				this.kept.stack(this.frames);
			}
		}
		return this.frames;
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
	 * Return what the coroutine worked for when the stall was found.
	 */
	private @Nullable WorkingFor workingFor() {
		return (this.kept != null) ? this.kept.workingFor() : null;
	}

	/**
	 * Keep the stall for those who look later. Further calls do nothing.
	 */
	void keepIn(RecentStalls recent) {
		if (this.kept == null) {
			StallRecord added = recent.add(this.loop.index(), this.culprit, this.sinceNanos);
			synchronized (this) {
				this.kept = added;
				added.outcome(this.outcome);
				if (this.ended) {
					added.end(this.occupiedNanos);
				}
			}
		}
	}

	private synchronized void outcome(StallOutcome value) {
		this.outcome = value;
		if (this.kept != null) {
			this.kept.outcome(value);
		}
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
		this.handedOver = fate == StallOutcome.HANDED_OVER;
		if (this.loop.takeFrom(this.slice)) {
			outcome(fate);
			return true;
		}
		this.handedOver = false;
		this.takenFrom = null;
		carrier.stall(null);
		return false;
	}

	/**
	 * Say that a carrier was found for the loop after all. Called by the watchdog.
	 */
	void handedOver() {
		this.handedOver = true;
		outcome(StallOutcome.HANDED_OVER);
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
			if (!this.ended && carrier != null) {
				next = carrier.giveUpNext();
			}
		}
		if (next != null) {
			this.loop.requeue(next);
		}
	}

	boolean isEnded() {
		return this.ended;
	}

	/**
	 * Called when the coroutine has given its carrier back. A further call does nothing.
	 */
	public synchronized void end() {
		if (this.ended) {
			return;
		}
		if (this.record != null) {
			// First, as its time is a part of the other
			FlightRecords.stallEnded(this.record);
		}
		this.occupiedNanos = System.nanoTime() - this.sinceNanos;
		if (this.kept != null) {
			this.kept.end(this.occupiedNanos);
		}
		this.ended = true;
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
		boolean over = this.ended;
		if (over && this.record != null) {
			FlightRecords.stall(this.record, this::culprit, this.occupiedNanos, this.handedOver);
		}
		return over;
	}

}
